package io.tollhouse.proxy.ledger;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
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

    private final LedgerMeters meters;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread syncer;

    GroupSync(LedgerMeters meters) {
        this.meters = meters;
    }

    /** Adds one that was appended before. */
    void add(Waiting waits) {
        waiting.add(waits);
        Waiting.forgetAnswered(waiting); // while a disk hangs, nothing else takes them away
        LockSupport.unpark(syncer);
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        syncer = Thread.currentThread();
        while (true) {
            round();
            if (waiting.isEmpty()) {
                LockSupport.park(this);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
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
