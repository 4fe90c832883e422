package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Poison;
import io.tollhouse.consumer.document.Source;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from the topic.
 *
 * @param key null where it has none
 * @param value null where it has none
 */
public record Arrived(Source source, byte @Nullable [] key, byte @Nullable [] value, PartitionProgress.Ticket ticket) {
    /** What it takes besides its bytes: itself, its document, its place in a request. */
    private static final long OVERHEAD = 512;

    /** Its part of what may wait, in bytes. */
    long size() {
        return OVERHEAD + length(key) + length(value);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    Poison poison(String cause) {
        return new Poison(source, key, value, cause);
    }
}
