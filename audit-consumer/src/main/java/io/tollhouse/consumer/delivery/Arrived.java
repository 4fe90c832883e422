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

    /** The limit of the audit topic. It holds for bytes as they are sent: a record that came compressed may have any size. */
    private static final int MOST_KEPT = 256 << 10;

    /** Its part of what may wait, in bytes. */
    long size() {
        return OVERHEAD + length(key) + length(value);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** What no dead-letter topic takes would be offered to it for ever, and hold up everything behind it. */
    Poison poison(String cause) {
        int bytes = length(key) + length(value);
        return bytes <= MOST_KEPT
                ? new Poison(source, key, value, cause)
                : new Poison(
                        source,
                        null,
                        null,
                        cause + "; its " + bytes
                                + " bytes are too many to be kept, and stand in its place on the topic alone");
    }
}
