package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.audit.Stage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much the ledger holds, and what it takes still. The last quarter is not for refusals, so that these never crowd out
 * what was let through; the last sixteenth is for the outcomes of what was, which are always taken. Safe from any thread.
 */
final class Budget {
    private static final int PARTS = 16;
    private static final int FOR_REFUSALS = 12;
    private static final int HIGH = 15;
    private static final int LOW = 14;
    private static final int AGENTS_PART = 10;

    private final long limit;
    private final Lanes lanes;
    private final AtomicLong used = new AtomicLong();
    private volatile boolean full;

    /** @param limit in bytes */
    Budget(long limit, Lanes lanes) {
        this.limit = limit;
        this.lanes = lanes;
    }

    /** Why a record is not taken; null where it is. */
    @Nullable
    String objection(Stage stage, int lane) {
        boolean isOwed = stage == Stage.OUTCOME || stage == Stage.PROGRESS || stage == Stage.STREAM;
        if (isOwed) {
            return null;
        }
        if (lanes.bytes(lane) >= limit / AGENTS_PART) {
            return "an agent has used its tenth";
        }
        boolean taken = stage == Stage.REFUSAL ? used.get() < part(FOR_REFUSALS) : !isFull();
        return taken ? null : "the ledger is full";
    }

    /** Full at the high-water mark, until what waits is below the low one. */
    boolean isFull() {
        if (!full && used.get() >= part(HIGH)) {
            full = true;
        } else if (full && used.get() < part(LOW)) {
            full = false;
        }
        return full;
    }

    private long part(int parts) {
        return limit / PARTS * parts;
    }

    void add(int lane, long bytes) {
        lanes.add(lane, bytes);
        used.addAndGet(bytes);
    }

    /** What {@link #add} has added is where it belongs. */
    void release(int lane, long bytes) {
        lanes.add(lane, -bytes);
        used.addAndGet(-bytes);
    }

    /** Files that another run has left, and no agent of this one answers for; negative where they are gone. */
    void addLeft(long bytes) {
        used.addAndGet(bytes);
    }

    long used() {
        return used.get();
    }

    long limit() {
        return limit;
    }
}
