package io.tollhouse.proxy.policy;

import static io.tollhouse.proxy.policy.Batch.NONE;

import java.util.OptionalLong;

/**
 * Up to which offset a topic was acted on, where policies are acted on later than they are read. It never goes back, and it
 * never passes a policy that still waits or is being compiled. Plain fields: whoever holds it keeps it to one thread at a time.
 */
final class Progress {
    private long read = NONE;
    private long waitingFrom = NONE;
    private long compilingFrom = NONE;
    private long acted = NONE;
    private boolean begun;

    /**
     * Everything up to here was read.
     *
     * @param firstPolicy the first policy of what was read now; {@link Batch#NONE} where there was none
     */
    void read(long lastOffset, long firstPolicy) {
        read = lastOffset;
        waitingFrom = waitingFrom == NONE ? firstPolicy : waitingFrom;
        move();
    }

    /** All policies that wait are being compiled. */
    void taken() {
        compilingFrom = waitingFrom;
        waitingFrom = NONE;
    }

    /** What was being compiled is in force, or refused. */
    void decided() {
        compilingFrom = NONE;
        begun = true;
        move();
    }

    private void move() {
        begun |= waitingFrom == NONE && compilingFrom == NONE;
        if (begun && compilingFrom == NONE) {
            acted = Math.max(acted, waitingFrom == NONE ? read : waitingFrom - 1);
        }
    }

    /** Empty before everything that was there at first was acted on; -1 where nothing was. */
    OptionalLong acted() {
        return begun ? OptionalLong.of(acted) : OptionalLong.empty();
    }
}
