package io.tollhouse.proxy.ledger;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How much of the ledger each agent takes. An agent's lane is a hash of its name under a key of this run; two agents share
 * one rarely, and in another run others do. Safe from any thread.
 */
final class Lanes {
    /** Whoever has not said who it is. */
    static final int NOBODY = 0;

    private static final int COUNT = 4_096;

    private final int key = ThreadLocalRandom.current().nextInt() | 1;
    private final AtomicLongArray bytes = new AtomicLongArray(COUNT);

    int of(@Nullable Object user) {
        if (user == null) {
            return NOBODY;
        }
        int mixed = (user.hashCode() ^ key) * 0x9e3779b9;
        return 1 + Integer.remainderUnsigned(mixed ^ (mixed >>> 15), COUNT - 1);
    }

    /** Bytes in the lane. */
    long bytes(int lane) {
        return bytes.get(lane);
    }

    void add(int lane, long more) {
        bytes.addAndGet(lane, more);
    }
}
