package io.tollhouse.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Copies bytes between two channels of one event loop, both ways, until both directions have ended. The end of one direction
 * is passed on and leaves the other open.
 */
@SuppressWarnings("unused") // the insides come next
public final class Relay {

    /** Bytes that were handed on: written to the socket of the other side. */
    public record Counts(long fromClient, long fromDestination) {}

    /** How it came to its end. */
    public enum End {
        /** Both sides had said all they had to say. */
        CLOSED,
        /** Nothing moved for too long. */
        IDLE,
        /** One side broke off. */
        RESET,
        /** Somebody here ended it. */
        CUT
    }

    private Relay() {}

    /**
     * Begins, at the end of both pipelines. Called on the event loop of both channels.
     *
     * @param toDestinationFirst bytes of the client that wait already; released here
     * @param idle how long both directions together may be silent
     * @param done called once, on the event loop, when both channels are closed
     */
    public static Relay start(
            Channel client,
            Channel destination,
            List<ByteBuf> toDestinationFirst,
            Duration idle,
            BiConsumer<Counts, End> done) {
        throw new UnsupportedOperationException();
    }

    /** So far; to be read on the event loop. */
    public Counts counts() {
        throw new UnsupportedOperationException();
    }

    /** Closes both channels at once, from any thread. */
    public void cut() {}
}
