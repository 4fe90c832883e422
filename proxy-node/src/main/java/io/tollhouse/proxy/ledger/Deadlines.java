package io.tollhouse.proxy.ledger;

import io.tollhouse.process.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who wait for a record that it took too long, and the health what the ledger is short of: Kafka, or room. All deadlines are
 * equally long, so that a queue in order of arrival is enough.
 */
final class Deadlines {
    private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();
    private static final long IDLE_NANOS = Duration.ofMillis(200).toNanos();

    private final long limit;
    private final boolean needsKafka;
    private final Budget budget;
    private final LedgerMeters meters;
    private final Health health;
    private final Clock clock;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread watcher;
    private volatile long lastProgress = System.nanoTime();
    private boolean stalled;

    /** @param needsKafka whether nothing may go out without it */
    Deadlines(Duration limit, boolean needsKafka, Budget budget, LedgerMeters meters, Health health, Clock clock) {
        this.limit = limit.toNanos();
        this.needsKafka = needsKafka;
        this.budget = budget;
        this.meters = meters;
        this.health = health;
        this.clock = clock;
    }

    /** Somebody waits. */
    void add(Waiting waits) {
        boolean first = waiting.isEmpty();
        waiting.add(waits);
        if (first) {
            LockSupport.unpark(watcher);
        }
    }

    /** Kafka acknowledged something. */
    void progress() {
        lastProgress = System.nanoTime();
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        watcher = Thread.currentThread();
        while (true) {
            long now = System.nanoTime();
            expire(now);
            watchKafka(now);
            watchBudget();
            LockSupport.parkNanos(this, waiting.isEmpty() ? IDLE_NANOS : TICK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
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

    private void watchKafka(long now) {
        var part = health.part("acknowledgements");
        if (budget.used() == 0) {
            lastProgress = now;
        }
        long quiet = now - lastProgress;
        if (quiet <= Math.max(limit, 2 * IDLE_NANOS)) {
            stalled = false;
            part.fine();
        } else if (!stalled) {
            stalled = true;
            var since = "Kafka acknowledges no records since " + clock.instant().minusNanos(quiet);
            if (needsKafka) {
                part.red(since + "; what the policy lets through gets 503 until it does");
            } else {
                part.degraded(since + "; they wait in the ledger. Look at Kafka before it is full");
            }
        }
    }

    private void watchBudget() {
        var part = health.part("ledger");
        if (budget.isFull()) {
            part.red("the ledger is full: Kafka has not taken the records of " + (budget.limit() >> 20)
                    + " MiB (ledger.budget); what the policy lets through gets 503 until it takes some");
        } else {
            part.fine();
        }
    }
}
