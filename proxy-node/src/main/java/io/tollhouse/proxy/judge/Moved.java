package io.tollhouse.proxy.judge;

/**
 * Bytes that went through a request.
 *
 * @param fromClient to the destination
 * @param fromDestination to the client
 */
public record Moved(long fromClient, long fromDestination) {
    /** Nothing. */
    public static final Moved NOTHING = new Moved(0, 0);

    Moved since(Moved before) {
        return new Moved(fromClient - before.fromClient, fromDestination - before.fromDestination);
    }

    long all() {
        return fromClient + fromDestination;
    }
}
