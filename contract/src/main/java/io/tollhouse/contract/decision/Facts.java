package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it is judged. What is null is not known yet, where nothing else is said.
 *
 * @param agent the verified identity
 * @param source the client's address
 * @param destination where it wants to go; of a DNS question the name, and a port that says nothing
 * @param kind what is asked
 * @param at when, by the node's clock
 * @param protocol what is spoken
 * @param request what is asked in HTTP
 * @param type what is asked in DNS; null for every other kind
 */
public record Facts(
        String agent,
        @Nullable IpAddress source,
        Destination destination,
        Kind kind,
        Instant at,
        @Nullable Protocol protocol,
        @Nullable Request request,
        @Nullable DnsType type) {

    private static final int DNS_PORT = 53;

    /** What is asked. */
    public enum Kind {
        /** A tunnel to host and port. */
        CONNECT,
        /** One HTTP request, in clear or inside an inspected tunnel, with its method and path. */
        HTTP,
        /** A question for a name's addresses. */
        DNS
    }

    /**
     * The head of an HTTP request.
     *
     * @param path as it came, without the query
     * @param upgrade whether it asks for a WebSocket
     */
    public record Request(String method, String path, Headers headers, boolean upgrade) {}

    /** A tunnel that is asked for. */
    public static Facts connect(String agent, @Nullable IpAddress source, Destination destination, Instant at) {
        return new Facts(agent, source, destination, Kind.CONNECT, at, null, null, null);
    }

    /** An HTTP request in clear. */
    public static Facts http(
            String agent, @Nullable IpAddress source, Destination destination, Instant at, Request request) {
        return new Facts(agent, source, destination, Kind.HTTP, at, Protocol.HTTP, request, null);
    }

    /** An HTTP request inside TLS that is ended at the node. */
    public static Facts inspected(
            String agent, @Nullable IpAddress source, Destination destination, Instant at, Request request) {
        return new Facts(agent, source, destination, Kind.HTTP, at, Protocol.TLS, request, null);
    }

    /** A DNS question. */
    public static Facts dns(String agent, @Nullable IpAddress source, Host name, Instant at, DnsType type) {
        return new Facts(agent, source, new Destination(name, DNS_PORT), Kind.DNS, at, Protocol.DNS, null, type);
    }

    /** What is asked for, in words: host and port, or the name alone of a DNS question. */
    public String asked() {
        return kind == Kind.DNS ? destination.host().text() : destination.text();
    }

    /** The same at another time, to be judged again. */
    public Facts withAt(Instant later) {
        return new Facts(agent, source, destination, kind, later, protocol, request, type);
    }

    /** The same tunnel once it has shown what is spoken in it. */
    public Facts speaking(Protocol spoken) {
        return new Facts(agent, source, destination, kind, at, spoken, request, type);
    }

    /** {@link #hash(List, List)} of a request whose name alone was judged. */
    public String hash() {
        return hash(List.of(), List.of());
    }

    /**
     * SHA-256 over everything that was judged but the values of headers, which may be secret, as 64 hexadecimal digits. Each field stands in its text as its name, its
     * length in bytes, a colon, and its UTF-8, a line each, so that no two sets of facts have the same text.
     *
     * @param addresses the judged addresses, in dialling order
     * @param aliases the CNAMEs of the answer, in order
     */
    public String hash(List<IpAddress> addresses, List<Host> aliases) {
        var text = new StringBuilder("tollhouse facts 1\n");
        line(text, "agent", agent);
        line(text, "source", source == null ? null : source.text());
        line(text, "host", destination.host().text());
        line(text, "port", Integer.toString(destination.port()));
        line(text, "kind", kind.name());
        line(text, "at", at.toString());
        if (request != null) {
            line(text, "method", request.method());
            line(text, "path", request.path());
            line(text, "upgrade", request.upgrade() ? "websocket" : null);
        }
        line(text, "protocol", protocol == null || isTold(protocol) ? null : protocol.name());
        line(text, "type", type == null ? null : type.name());
        aliases.forEach(alias -> line(text, "alias", alias.text()));
        addresses.forEach(address -> line(text, "address", address.text()));
        return HexFormat.of().formatHex(sha256(text.toString()));
    }

    /** Whether the kind says the protocol already. */
    private boolean isTold(Protocol spoken) {
        return kind == Kind.DNS || (kind == Kind.HTTP && spoken == Protocol.HTTP);
    }

    private static void line(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            int length = value.getBytes(StandardCharsets.UTF_8).length;
            text.append(name)
                    .append(' ')
                    .append(length)
                    .append(':')
                    .append(value)
                    .append('\n');
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
