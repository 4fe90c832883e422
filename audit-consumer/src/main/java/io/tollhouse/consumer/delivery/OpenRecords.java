package io.tollhouse.consumer.delivery;

/**
 * How many records were taken and cannot be committed yet, those included that are done behind one that is not. While one
 * waits, for an index that takes no writes, say, others would go on without end; each of them costs memory, and is taken
 * again after a crash. Safe from any thread.
 */
public final class OpenRecords {
    private final int most;
    private int records;

    /** @param most from which it is full; passed by no more than what its taker had in hand */
    public OpenRecords(int most) {
        this.most = most;
    }

    synchronized void taken() {
        records++;
    }

    synchronized void ended(int number) {
        records -= number;
    }

    public synchronized boolean isFull() {
        return records >= most;
    }

    /** Whether there is so much room again that it pays to go on. */
    public synchronized boolean hasRoom() {
        return records < most / 2;
    }

    public synchronized int records() {
        return records;
    }
}
