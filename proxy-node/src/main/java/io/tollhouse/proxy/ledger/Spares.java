package io.tollhouse.proxy.ledger;

import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has empty segments ready, so that no event loop makes one, and looks whether those in use are still there: whoever writes
 * to a file that was deleted is not told. Safe from any thread.
 */
final class Spares {
    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    /** How many more are kept where they were used up. */
    private static final int MORE = 8;

    /** Made before anybody asks. */
    private static final int AT_FIRST = 3;

    private final Path folder;
    private final String boot;
    private final long size;
    private final Health.Part health;
    private final Queue<Segment> ready = new ConcurrentLinkedQueue<>();
    private final Set<Segment> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicInteger missing = new AtomicInteger(AT_FIRST);
    private final AtomicInteger more = new AtomicInteger();
    private int made;
    private @Nullable IOException failure;
    private volatile @Nullable Thread keeper;

    /** @param size of each, in bytes */
    Spares(Path folder, String boot, long size, Health.Part health) {
        this.folder = folder;
        this.boot = boot;
        this.size = size;
        this.health = health;
        fill();
    }

    /** There is one more stream, which will want one. Waits for the disk. */
    void expectOneMore() {
        missing.incrementAndGet();
        fill();
    }

    /** An empty segment; null where there is none at the moment. Never blocks. */
    @Nullable
    Segment take() {
        for (var next = ready.poll(); next != null; next = ready.poll()) {
            missing.incrementAndGet();
            wake();
            if (!next.isCondemned()) {
                return next;
            }
        }
        askForMore();
        return null;
    }

    /** They were used up faster than they are made: more are kept from now on. */
    private void askForMore() {
        if (more.get() < MORE && more.getAndIncrement() < MORE) {
            missing.incrementAndGet();
            wake();
        }
    }

    private void wake() {
        LockSupport.unpark(keeper);
    }

    /**
     * What a thread of its own does.
     *
     * @param round done each time after a look
     */
    void run(Runnable round) throws InterruptedException {
        keeper = Thread.currentThread();
        while (true) {
            fill();
            look();
            round.run();
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Makes what is missing. */
    synchronized void fill() {
        while (missing.get() > 0) {
            try {
                Files.createDirectories(folder); // whoever thinks that this node is gone may have moved it
                var segment = Segment.create(folder.resolve(boot + "-" + made++ + ".segment"), size);
                inUse.add(segment);
                ready.add(segment);
                missing.decrementAndGet();
                failure = null;
            } catch (IOException e) {
                failure = e;
                return;
            }
        }
    }

    /** One look of the keeper at what is in use. */
    void look() {
        int gone = 0;
        for (var segment : inUse) {
            if (!segment.isCondemned() && !segment.isThere() && inUse.contains(segment)) {
                segment.condemn();
                LOG.error("somebody has deleted or cut {}; the ledger goes on with another file", segment.path());
            }
            gone += segment.isCondemned() ? 1 : 0;
        }
        tell(gone);
    }

    private void tell(int gone) {
        if (failure != null && ready.isEmpty()) {
            health.red("cannot write to " + folder + " (" + failure
                    + "). What the policy lets through gets 503 as soon as the open files are full, and until there"
                    + " is room again");
        } else if (failure != null) {
            health.degraded("cannot write to " + folder + " (" + failure + "). " + ready.size() + " files are left");
        } else if (gone > 0) {
            health.degraded(gone + " files in " + folder + " were deleted, cut or could not be written. What was in"
                    + " them is sent where it can be; records that are gone are named by records of the kind 'gap'");
        } else {
            health.fine();
        }
    }

    /** Its content is where it belongs, or never was any. */
    void discard(Segment segment) {
        inUse.remove(segment);
        try {
            segment.delete();
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}. The next start sends it again", segment.path(), e.toString());
        }
    }

    /** Removes what nobody has used, and lets the rest go, which stays for the next run. */
    void close() throws IOException {
        for (var spare = ready.poll(); spare != null; spare = ready.poll()) {
            discard(spare);
        }
        for (var segment : inUse) {
            segment.close();
        }
    }
}
