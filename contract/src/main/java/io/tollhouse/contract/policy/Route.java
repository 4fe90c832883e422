package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import java.util.Locale;

/**
 * Where a routed request goes instead.
 *
 * @param port 1 to 65535
 */
public record Route(Scheme scheme, Host host, int port) {

    /** How the node speaks to the upstream. */
    public enum Scheme {
        /** HTTP in clear. */
        HTTP(80),
        /** HTTP in TLS that the node speaks; the certificate is verified for the upstream's host. */
        HTTPS(443),
        /** Bytes as they come: tunnels stay opaque. */
        TCP(0);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        /** As it is written in front of {@code ://}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses a port out of range. */
    public Route {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** Reads {@code http://host[:port]}, {@code https://host[:port]} or {@code tcp://host:port}; nothing may follow. */
    public static Route parse(String text) throws MalformedHost {
        for (var scheme : Scheme.values()) {
            var start = scheme.label() + "://";
            if (text.startsWith(start)) {
                var authority = text.substring(start.length());
                var to = scheme == Scheme.TCP
                        ? Authority.parse(authority)
                        : Authority.parse(authority, scheme.defaultPort);
                return new Route(scheme, to.host(), to.port());
            }
        }
        throw new MalformedHost("does not begin with http://, https:// or tcp://");
    }

    /** The upstream's host and port. */
    public Destination destination() {
        return new Destination(host, port);
    }

    /** {@code scheme://host:port}. */
    public String text() {
        return scheme.label() + "://" + host.text() + ":" + port;
    }

    @Override
    public String toString() {
        return text();
    }
}
