package io.tollhouse.proxy.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is under way of one stream, and how far it has come: a record counts only when all before it do. The drain sends, and the
 * producer's own thread answers.
 */
final class Acks {
    private final LedgerMeters meters;
    private final Consumer<Sent> arrived;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private long bytes;
    private volatile long last;
    private @Nullable Entry lastEntry;
    private boolean failed;

    /**
     * Of a stream at its beginning, or as far as another run has come.
     *
     * @param first sequence that is not acknowledged
     * @param arrived told of each record once, in order
     */
    Acks(long first, LedgerMeters meters, Consumer<Sent> arrived) {
        this.last = first - 1;
        this.meters = meters;
        this.arrived = arrived;
    }

    /** A record under way. */
    static final class Sent {
        private final Entry entry;
        private boolean acknowledged;

        Sent(Entry entry) {
            this.entry = entry;
        }

        Entry entry() {
            return entry;
        }
    }

    /** Whoever waits for a record to be acknowledged. In order of the stream. */
    void add(Waiting waits) {
        waiting.add(waits);
        Waiting.forgetAnswered(waiting); // while Kafka is away, nothing else takes them away
        answer(last); // which may have come between the append and here
    }

    boolean isWaitedFor() {
        return !waiting.isEmpty();
    }

    synchronized void sent(Sent sent) {
        underWay.add(sent);
        bytes += sent.entry().size();
    }

    /** What the producer says of one; what was sent before the last {@link #forget} is nobody's any more. */
    void acknowledged(Sent sent) {
        long reached;
        synchronized (this) {
            sent.acknowledged = true;
            for (var first = underWay.peek(); first != null && first.acknowledged; first = underWay.peek()) {
                underWay.remove();
                bytes -= first.entry().size();
                last = first.entry().sequence();
                lastEntry = first.entry();
                arrived.accept(first);
            }
            reached = last;
        }
        answer(reached);
    }

    private void answer(long reached) {
        for (var first = waiting.peek(); first != null && first.sequence() <= reached; first = waiting.peek()) {
            if (waiting.remove(first) && first.answer(true)) {
                meters.held(first);
            }
        }
    }

    /** The producer gave one up: what follows it must be sent again. */
    synchronized void failed() {
        failed = true;
    }

    synchronized boolean isFailed() {
        return failed;
    }

    /** What is under way is sent again from here on. */
    synchronized void forget() {
        underWay.clear();
        bytes = 0;
        failed = false;
    }

    /** The record at {@link #last}; null where this run has sent none. */
    synchronized @Nullable Entry lastEntry() {
        return lastEntry;
    }

    /** Bytes under way. */
    synchronized long bytes() {
        return bytes;
    }

    /** The sequence up to which everything was acknowledged; -1 at first. */
    long last() {
        return last;
    }
}
