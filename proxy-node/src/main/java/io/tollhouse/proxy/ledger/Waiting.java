package io.tollhouse.proxy.ledger;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody who waits until a record is held.
 *
 * @param since {@link System#nanoTime} when it came
 * @param held told whether it was held in time
 */
record Waiting(long sequence, Segment segment, long since, CompletableFuture<Boolean> held) {

    boolean isAnswered() {
        return held.isDone();
    }

    /** Tells whoever waits; says whether that was news. */
    boolean answer(boolean inTime) {
        return held.complete(inTime);
    }
}
