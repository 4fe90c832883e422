package io.tollhouse.contract.trail;

import java.util.Locale;

/**
 * Something that is not as a node wrote it.
 *
 * @param stream {@code node/boot/stream}
 * @param sequence of the first record that it is about
 * @param text a sentence
 */
public record Finding(Kind kind, String stream, long sequence, String text) {

    /** What is wrong. */
    public enum Kind {
        /** A record does not fit its own hash, or does not follow on the record before it. */
        EDITED,
        /** Records between others are not there. */
        DELETED,
        /** A record is there that no node wrote, or twice. */
        INSERTED,
        /** A record stands in the place of another one. */
        REORDERED,
        /** The end of a stream is not there. */
        CUT,
        /** Nothing of a stream is there. */
        MISSING,
        /** The node itself says that records are gone: damage on its disk, or a record that Kafka did not take. */
        GAP,
        /** What a node says of its streams does not bear its signature. */
        FORGED,
        /** Records are on the audit topic and not in the index. Only a comparison of the two finds it. */
        UNINDEXED;

        /** As it is shown. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return kind.label() + ": " + stream + " at " + sequence + ": " + text;
    }
}
