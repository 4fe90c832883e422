package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The records that wait: those that nobody has sent yet, in order, and the count of those that were sent and are not
 * acknowledged. Event loops add without a lock; one thread takes.
 */
final class Backlog {
    private final long maxBytes;
    private final int maxRecords;
    private final Queue<Pending> unsent = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger records = new AtomicInteger();
    private volatile @Nullable Thread parked;

    /** The bounds hold for everything that is not acknowledged, and are passed by one record of each event loop at most. */
    Backlog(long maxBytes, int maxRecords) {
        this.maxBytes = maxBytes;
        this.maxRecords = maxRecords;
    }

    /** Whether there is room. The last quarter is not for refusals, so that these never crowd out what was let through. */
    boolean takes(Stage stage) {
        int quarters = stage == Stage.REFUSAL ? 3 : 4;
        return bytes.get() < maxBytes / 4 * quarters && records.get() < maxRecords / 4 * quarters;
    }

    void add(Pending pending) {
        bytes.addAndGet(pending.size());
        records.incrementAndGet();
        again(pending);
    }

    /** Puts back at the end what was taken and could not be sent. */
    void again(Pending pending) {
        unsent.add(pending);
        var taker = parked;
        if (taker != null) {
            LockSupport.unpark(taker);
        }
    }

    /** The next record to send; waits until there is one. For one thread only. */
    Pending take() throws InterruptedException {
        for (var next = unsent.poll(); ; next = unsent.poll()) {
            if (next != null) {
                return next;
            }
            park();
        }
    }

    private void park() throws InterruptedException {
        parked = Thread.currentThread();
        if (unsent.isEmpty()) { // looked at once more, since whoever added meanwhile saw nobody to wake
            LockSupport.park(this);
        }
        parked = null;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** A record is acknowledged, or lost. */
    void settled(Pending pending) {
        bytes.addAndGet(-pending.size());
        records.decrementAndGet();
    }

    /** Takes everything that was not sent. */
    List<Pending> drain() {
        var all = new ArrayList<Pending>();
        for (var next = unsent.poll(); next != null; next = unsent.poll()) {
            all.add(next);
        }
        return all;
    }

    /** Bytes that are not acknowledged. */
    long bytes() {
        return bytes.get();
    }

    /** Records that are not acknowledged. */
    int records() {
        return records.get();
    }
}
