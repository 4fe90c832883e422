package io.tollhouse.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies bytes between two TCP connections of one event loop, both ways, until both directions have ended. The end of one
 * direction is passed on and leaves the other open. A side that takes nothing stops the reading of the other, so at most
 * one read and the high-water mark of a channel wait in each direction.
 *
 * <p>An end that is not {@link End#CLOSED} is passed on as a reset, so that nobody takes half of an answer for the whole.
 *
 * <p>Its state belongs to the event loop.
 */
public final class Relay {

    /** Bytes that were handed on to the socket of the other side, in whole reads. */
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
        CUT;

        /**
         * What went wrong, as a sentence; null where nothing did.
         *
         * @param idle how long both directions together might be silent
         */
        public @Nullable String problem(Duration idle) {
            return switch (this) {
                case CLOSED -> null;
                case IDLE -> "nothing moved for " + idle.toSeconds() + " s";
                case RESET -> "one side broke off";
                case CUT -> "cut";
            };
        }
    }

    private final EventLoop loop;
    private final RelaySide client;
    private final RelaySide destination;
    private final long idleNanos;
    private final BiConsumer<Counts, End> done;

    private long lastMove;
    private @Nullable Future<?> idleCheck;
    private int open = 2;
    private @Nullable End end;

    private Relay(DuplexChannel client, DuplexChannel destination, Duration idle, BiConsumer<Counts, End> done) {
        this.loop = client.eventLoop();
        this.client = new RelaySide(this, client);
        this.destination = new RelaySide(this, destination);
        this.idleNanos = idle.toNanos();
        this.done = done;
    }

    /**
     * Begins, at the end of both pipelines. Called on the event loop of both channels, which are {@link DuplexChannel}s and
     * may be half-closed.
     *
     * @param toDestinationFirst bytes of the client that wait already; released here
     * @param idle how long both directions together may be silent
     * @param done called once, on the event loop and after this has returned, when both channels are closed
     */
    public static Relay start(
            Channel client,
            Channel destination,
            List<ByteBuf> toDestinationFirst,
            Duration idle,
            BiConsumer<Counts, End> done) {
        if (client.eventLoop() != destination.eventLoop()) {
            throw new IllegalArgumentException("both channels must belong to one event loop");
        }
        var relay = new Relay((DuplexChannel) client, (DuplexChannel) destination, idle, done);
        relay.begin(toDestinationFirst);
        return relay;
    }

    private void begin(List<ByteBuf> toDestinationFirst) {
        client.install(destination);
        destination.install(client);
        moved();
        checkIdleIn(idleNanos);
        toDestinationFirst.forEach(destination::write);
        client.begin();
        destination.begin();
        loop.execute(this::watchCloses);
    }

    private void watchCloses() {
        client.channel().closeFuture().addListener(any -> closed());
        destination.channel().closeFuture().addListener(any -> closed());
    }

    private void closed() {
        end(End.RESET);
        if (--open == 0 && end != null) {
            done.accept(counts(), end);
        }
    }

    /** So far; to be read on the event loop. */
    public Counts counts() {
        return new Counts(destination.taken(), client.taken());
    }

    /** Closes both channels at once, from any thread. */
    public void cut() {
        if (loop.inEventLoop()) {
            end(End.CUT);
        } else {
            loop.execute(() -> end(End.CUT));
        }
    }

    boolean isEnded() {
        return end != null;
    }

    /** One direction has come to its end on both sides. */
    void directionEnded() {
        if (client.isThrough() && destination.isThrough()) {
            end(End.CLOSED);
        }
    }

    /** The first one counts. */
    void end(End how) {
        if (end != null) {
            return;
        }
        end = how;
        if (idleCheck != null) {
            idleCheck.cancel(false);
        }
        client.close(how);
        destination.close(how);
    }

    void moved() {
        lastMove = loop.ticker().nanoTime();
    }

    /** Looks once a period instead of setting a timer on every read. */
    private void checkIdle() {
        long left = lastMove + idleNanos - loop.ticker().nanoTime();
        if (left <= 0) {
            end(End.IDLE);
        } else {
            checkIdleIn(left);
        }
    }

    private void checkIdleIn(long nanos) {
        idleCheck = loop.schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
    }
}
