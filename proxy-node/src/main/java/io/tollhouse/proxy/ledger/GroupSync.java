package io.tollhouse.proxy.ledger;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has segments on disk for those who wait for that: all who came while the disk was busy, with one call for each file. A file whose sync
 * failed is not used any more, since the system may have thrown away what it could not write.
 */
final class GroupSync {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSync.class);

    /** From the beginning of one round to that of the next: a disk that is fast would else sync each record by itself, at ten times its price. */
    private static final long PACE_NANOS = Duration.ofMillis(4).toNanos();

    private final LedgerMeters meters;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread syncer;
    private volatile boolean idle;

    GroupSync(LedgerMeters meters) {
        this.meters = meters;
    }

    /** Adds one that was appended before. */
    void add(Waiting waits) {
        waiting.add(waits);
        Waiting.forgetAnswered(waiting); // while a disk hangs, nothing else takes them away
        if (idle) {
            LockSupport.unpark(syncer);
        }
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        syncer = Thread.currentThread();
        while (true) {
            long began = System.nanoTime();
            round();
            idle = true; // before it looks: who comes now sees that, or is seen
            if (waiting.isEmpty()) {
                LockSupport.park(this);
            }
            idle = false;
            for (long left = left(began); left > 0 && !Thread.currentThread().isInterrupted(); left = left(began)) {
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static long left(long began) {
        return began + PACE_NANOS - System.nanoTime();
    }

    private void round() {
        var group = new ArrayList<Waiting>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
        }
        for (var segment : group.stream().map(Waiting::segment).collect(Collectors.toSet())) {
            try {
                segment.sync();
            } catch (ClosedChannelException e) {
                LOG.debug("{} is gone: Kafka has had all of it before the disk", segment.path());
            } catch (IOException e) {
                LOG.error("cannot sync {}: {}; the ledger goes on with another file", segment.path(), e.toString());
                segment.condemn();
            }
        }
        for (var waits : group) {
            boolean isSafe = !waits.segment().isCondemned();
            if (waits.answer(isSafe) && isSafe) {
                meters.held(waits);
            } else if (!isSafe) {
                meters.refused();
            }
        }
    }
}
