package io.tollhouse.distributor.follow;

import java.time.Duration;
import java.util.Map;

/** How far topics were read, for those who wait for it. Safe from any thread. */
final class Progress {
    private Map<String, String> topicIds = Map.of();
    private Map<String, Long> positions = Map.of();
    private boolean wasAtEnd;
    private boolean inTrouble;

    synchronized void reached(Map<String, String> ids, Map<String, Long> now) {
        topicIds = Map.copyOf(ids);
        positions = Map.copyOf(now);
        notifyAll();
    }

    synchronized void proved() {
        wasAtEnd = true;
        inTrouble = false;
        notifyAll();
    }

    /** Nobody knows when reading goes on. */
    synchronized void inTrouble() {
        inTrouble = true;
        notifyAll();
    }

    /** Whether it is at the end once, or within this time as long as nothing is wrong. */
    synchronized boolean awaitFirstEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!wasAtEnd && !inTrouble) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return wasAtEnd;
    }

    /** Reading begins again, from the start and perhaps of other topics. */
    synchronized void lost() {
        positions = Map.of();
        wasAtEnd = false;
    }

    synchronized boolean wasAtEnd() {
        return wasAtEnd;
    }

    /** Whether these ends of these topics are reached within this time, by a reading that was at the end once. */
    synchronized boolean await(Map<String, String> ids, Map<String, Long> ends, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!wasAtEnd || !topicIds.equals(ids) || !isPast(ends)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    private boolean isPast(Map<String, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }
}
