package io.tollhouse.consumer.reindex;

/**
 * Some of one partition of the audit topic.
 *
 * @param from offset of the first
 * @param to offset behind the last
 */
public record Slice(int partition, long from, long to) {
    /** How many there are at most. */
    public long size() {
        return Math.max(0, to - from);
    }
}
