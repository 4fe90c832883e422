package io.tollhouse.consumer.delivery;

/**
 * How much one request may hold: half as much each time that Elasticsearch says that it was too much, and a tenth more each time that
 * a full one went well. All deliverers share it. Safe from any thread.
 */
public final class BatchSize {
    private static final int LEAST_RECORDS = 50;
    private static final long LEAST_BYTES = 64L << 10;
    private static final int GROWTH = 10;

    private final int mostRecords;
    private final long mostBytes;
    private int records;
    private long bytes;

    /** The most that it may become, which it is at first. */
    public BatchSize(int records, long bytes) {
        this.mostRecords = records;
        this.mostBytes = bytes;
        this.records = records;
        this.bytes = bytes;
    }

    /** At the moment. */
    public synchronized int records() {
        return records;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized void wasTooMuch() {
        records = Math.max(Math.min(LEAST_RECORDS, mostRecords), records / 2);
        bytes = Math.max(Math.min(LEAST_BYTES, mostBytes), bytes / 2);
    }

    /** One with so many records went well; a small one says nothing of larger ones. */
    synchronized void wentWell(int sent) {
        if (sent >= records / 2) {
            records = Math.min(mostRecords, records + records / GROWTH + 1);
            bytes = Math.min(mostBytes, bytes + bytes / GROWTH + 1);
        }
    }
}
