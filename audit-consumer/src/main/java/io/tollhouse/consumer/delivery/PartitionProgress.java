package io.tollhouse.consumer.delivery;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Which records of one partition are done. Only what is done without a gap from the first one on may be committed. Safe
 * from any thread; ends with the partition's assignment.
 */
public final class PartitionProgress {
    private final ArrayDeque<Ticket> open = new ArrayDeque<>();
    private final OpenRecords ofAll;
    private long done = -1;
    private boolean closed;

    /** @param ofAll partitions, this one included */
    public PartitionProgress(OpenRecords ofAll) {
        this.ofAll = ofAll;
    }

    /** One record's place in the order. */
    public final class Ticket {
        private final long offset;
        private boolean isDone;

        private Ticket(long offset) {
            this.offset = offset;
        }

        void done() {
            synchronized (PartitionProgress.this) {
                isDone = true;
                advance();
            }
        }

        /** Whether the partition is still ours: another consumer has the record else. */
        boolean isWanted() {
            synchronized (PartitionProgress.this) {
                return !closed;
            }
        }
    }

    /** Notes that a record was taken from the topic; offsets rise. */
    public synchronized Ticket taken(long offset) {
        var ticket = new Ticket(offset);
        open.add(ticket);
        ofAll.taken();
        return ticket;
    }

    private void advance() {
        for (var first = open.peek(); first != null && first.isDone; first = open.peek()) {
            done = first.offset;
            open.remove();
            ofAll.ended(1);
        }
    }

    /** The offset to commit: that of the first record which is not done, as far as is known; empty before any is. */
    public synchronized OptionalLong committable() {
        return done < 0 ? OptionalLong.empty() : OptionalLong.of(done + 1);
    }

    /** How many were taken and are not done, or are done behind one that is not. */
    public synchronized int unfinished() {
        return open.size();
    }

    /** The partition is no longer ours: what was not written of it yet is not written any more. */
    public synchronized void close() {
        closed = true;
        ofAll.ended(open.size());
        open.clear();
    }
}
