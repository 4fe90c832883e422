package io.tollhouse.contract.settings;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where to listen, or whom to reach: {@code name:port}, {@code 127.0.0.1:port} or {@code [::1]:port}. Not resolved.
 *
 * @param host without brackets
 * @param port 0 to 65535; 0 means any free port, for listeners
 */
public record HostPort(String host, int port) {
    /** Empty where the text has another form. */
    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("0|[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        var bare = bracketed ? host.substring(1, host.length() - 1) : host;
        boolean wellFormed = bracketed ? bare.contains(":") : !bare.contains(":");
        return port <= 65535 && wellFormed && bare.matches("[0-9A-Za-z:._-]+")
                ? Optional.of(new HostPort(bare, port))
                : Optional.empty();
    }

    /** Of an address that has been resolved, in digits. */
    public static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
