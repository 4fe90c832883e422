package io.tollhouse.proxy.ledger;

import io.tollhouse.process.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who wait for a record that it took too long, and the health that Kafka acknowledges nothing. All deadlines
 * are equally long, so that a queue in order of arrival is enough.
 */
final class Deadlines {
    private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

    private final long limit;
    private final Backlog backlog;
    private final LedgerMeters meters;
    private final Health.Part health;
    private final Clock clock;
    private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread parked;
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean stalled;

    Deadlines(Duration limit, Backlog backlog, LedgerMeters meters, Health.Part health, Clock clock) {
        this.limit = limit.toNanos();
        this.backlog = backlog;
        this.meters = meters;
        this.health = health;
        this.clock = clock;
    }

    /** A record was added to the backlog. */
    void add(Pending pending) {
        if (pending.held() != null) {
            waiting.add(pending);
        }
        var watcher = parked;
        if (watcher != null) {
            LockSupport.unpark(watcher);
        }
    }

    /** Kafka acknowledged something. */
    void progress(long now) {
        lastProgress = now;
        if (stalled) {
            stalled = false;
            health.fine();
        }
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        while (true) {
            expire(System.nanoTime());
            watch(System.nanoTime());
            sleep();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void sleep() {
        if (backlog.records() > 0 || !waiting.isEmpty()) {
            LockSupport.parkNanos(this, TICK_NANOS);
            return;
        }
        parked = Thread.currentThread();
        if (backlog.records() == 0) { // looked at once more, since whoever added meanwhile saw nobody to wake
            LockSupport.park(this);
        }
        parked = null;
        lastProgress = System.nanoTime();
    }

    private void expire(long now) {
        for (var first = waiting.peek(); first != null; first = waiting.peek()) {
            if (!first.isAnswered()) {
                if (now - first.since() < limit) {
                    return;
                }
                if (first.answer(false)) {
                    meters.refused();
                }
            }
            waiting.remove();
        }
    }

    private void watch(long now) {
        if (backlog.records() == 0) {
            lastProgress = now;
        } else if (now - lastProgress > limit && !stalled) {
            stalled = true;
            health.red("Kafka acknowledges no records since "
                    + clock.instant().minusNanos(now - lastProgress)
                    + "; what the policy lets through gets 503 until it does");
        }
    }
}
