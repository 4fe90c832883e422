package io.tollhouse.consumer.continuity;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one stream, as whoever gets its partition next takes it up.
 *
 * @param stream {@code node/boot/stream}
 * @param last the highest sequence that has come
 * @param offset on the audit topic, the highest of its records
 * @param seenAt when the broker appended the last of them
 * @param lacks what has not come below the last, in its order
 */
public record Known(String stream, long last, long offset, Instant seenAt, List<Lack> lacks) {
    /** @throws IllegalArgumentException where it contradicts itself */
    public Known {
        lacks = List.copyOf(lacks);
        long behind = 0;
        for (var lack : lacks) {
            if (lack.from() < behind || lack.to() >= last) {
                throw new IllegalArgumentException("what is missing overlaps, or stands behind the last sequence");
            }
            behind = lack.to() + 1;
        }
        if (last < 0 || offset < 0) {
            throw new IllegalArgumentException("a sequence or an offset below 0");
        }
    }

    /** The sequence up to which all have come. */
    public long contiguous() {
        return lacks.isEmpty() ? last : lacks.get(0).from() - 1;
    }

    /**
     * Sequences that have not come.
     *
     * @param to inclusive
     * @param wholeFrom, wholeTo the gap of which it is what is left
     * @param since when the broker appended the record behind the gap
     * @param isFinal whether the gap is found and written down
     */
    public record Lack(long from, long to, long wholeFrom, long wholeTo, Instant since, boolean isFinal) {
        /** @throws IllegalArgumentException where it contradicts itself */
        public Lack {
            if (wholeFrom < 0 || from < wholeFrom || to < from || wholeTo < to) {
                throw new IllegalArgumentException("from %d to %d of %d to %d".formatted(from, to, wholeFrom, wholeTo));
            }
        }
    }
}
