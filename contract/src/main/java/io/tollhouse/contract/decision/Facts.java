package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it is judged.
 *
 * @param agent the verified identity
 * @param source the client's address; null where it is not known
 * @param destination where it wants to go
 * @param kind what is asked
 * @param at when, by the node's clock
 * @param method of an HTTP request; null when a tunnel is judged
 * @param path of an HTTP request, without the query; null when a tunnel is judged
 */
public record Facts(
        String agent,
        @Nullable IpAddress source,
        Destination destination,
        Kind kind,
        Instant at,
        @Nullable String method,
        @Nullable String path) {

    /** What is asked. */
    public enum Kind {
        /** A tunnel to host and port. */
        CONNECT,
        /** One HTTP request in clear, with its method and path. */
        HTTP,
        /** A question for a name's addresses. */
        DNS
    }

    /** A tunnel that is asked for. */
    public static Facts connect(String agent, @Nullable IpAddress source, Destination destination, Instant at) {
        return new Facts(agent, source, destination, Kind.CONNECT, at, null, null);
    }

    /** An HTTP request in clear. */
    public static Facts http(
            String agent, @Nullable IpAddress source, Destination destination, Instant at, String method, String path) {
        return new Facts(agent, source, destination, Kind.HTTP, at, method, path);
    }

    /** The same at another time, to be judged again. */
    public Facts withAt(Instant later) {
        return new Facts(agent, source, destination, kind, later, method, path);
    }

    /** {@link #hash(List, List)} of a request whose name alone was judged. */
    public String hash() {
        return hash(List.of(), List.of());
    }

    /**
     * SHA-256 over everything that was judged, as 64 hexadecimal digits. Each field stands in its text as its name, its
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
        line(text, "method", method);
        line(text, "path", path);
        aliases.forEach(alias -> line(text, "alias", alias.text()));
        addresses.forEach(address -> line(text, "address", address.text()));
        return HexFormat.of().formatHex(sha256(text.toString()));
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
