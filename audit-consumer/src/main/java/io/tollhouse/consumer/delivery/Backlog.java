package io.tollhouse.consumer.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that wait for a request. One thread adds, as long as it is not full; several take. Whoever takes gets all
 * there is, up to the bounds of a batch: one record while little comes, many while much does.
 */
public final class Backlog {
    private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
    private final long maxBytes;
    private final BatchSize size;
    private long bytes;

    /**
     * An empty one.
     *
     * @param maxBytes from which it is full; passed by no more than what its adder had in hand
     * @param size of one batch, though never less than one record
     */
    public Backlog(long maxBytes, BatchSize size) {
        this.maxBytes = maxBytes;
        this.size = size;
    }

    public synchronized void add(Arrived record) {
        waiting.add(record);
        bytes += record.size();
        notifyAll();
    }

    public synchronized boolean isFull() {
        return bytes >= maxBytes;
    }

    /** Whether there is so much room again that it pays to go on. */
    public synchronized boolean hasRoom() {
        return bytes < maxBytes / 2;
    }

    /** The next batch; waits until there is one. */
    synchronized List<Arrived> take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        var batch = new ArrayList<Arrived>();
        long taken = 0;
        for (var next = waiting.peek(); next != null && fits(batch, taken, next); next = waiting.peek()) {
            batch.add(next);
            taken += next.size();
            waiting.remove();
        }
        bytes -= taken;
        return batch;
    }

    private boolean fits(List<Arrived> batch, long taken, Arrived next) {
        return batch.isEmpty() || (batch.size() < size.records() && taken + next.size() <= size.bytes());
    }
}
