package io.tollhouse.contract.address;

/** Reads {@code host:port}, as it stands in CONNECT, in URLs and in the Host field. */
public final class Authority {

    private static final int NO_DEFAULT = 0;

    private Authority() {}

    /** Reads {@code host:port}; the port must be there: 1 to 65535 in decimal, no sign, no leading zero. */
    public static Destination parse(String text) throws MalformedHost {
        return parse(text, NO_DEFAULT);
    }

    /** Reads {@code host} or {@code host:port}; a colon must be followed by a port. */
    public static Destination parse(String text, int defaultPort) throws MalformedHost {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            if (defaultPort == NO_DEFAULT) {
                throw new MalformedHost("has no port");
            }
            return new Destination(Host.parse(text), defaultPort);
        }
        return new Destination(Host.parse(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    /** Reads a port: 1 to 65535 in decimal, no sign, no leading zero. */
    public static int port(String text) throws MalformedHost {
        if (text.isEmpty() || text.length() > 5 || text.charAt(0) == '0') {
            throw new MalformedHost("has a port that is no number from 1 to 65535");
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new MalformedHost("has a port that is no number from 1 to 65535");
            }
            port = port * 10 + c - '0';
        }
        if (port > 65535) {
            throw new MalformedHost("has a port that is no number from 1 to 65535");
        }
        return port;
    }
}
