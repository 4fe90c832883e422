package io.tollhouse.contract.address;

/**
 * Where a request wants to go.
 *
 * @param port 1 to 65535
 */
public record Destination(Host host, int port) {

    /** Refuses a port out of range. */
    public Destination {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** {@code host:port}. */
    public String text() {
        return host.text() + ":" + port;
    }

    @Override
    public String toString() {
        return text();
    }
}
