package io.tollhouse.proxy.ledger;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who waits until a record is held.
 *
 * @param since {@link System#nanoTime} when it came
 * @param held told whether it was held in time
 */
record Waiting(long sequence, Segment segment, long since, CompletableFuture<Boolean> held) {

    /** Takes away those at the beginning who have been told, most of them that it took too long. */
    static void forgetAnswered(Queue<Waiting> waiting) {
        for (var first = waiting.peek(); first != null && first.isAnswered(); first = waiting.peek()) {
            waiting.remove(first);
        }
    }

    boolean isAnswered() {
        return held.isDone();
    }

    /** Tells whoever waits; says whether that was news. */
    boolean answer(boolean inTime) {
        return held.complete(inTime);
    }
}
