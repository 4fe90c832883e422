package io.tollhouse.consumer.retry;

import java.util.Locale;

/**
 * What became of one dead letter.
 *
 * @param id of its envelope
 * @param cause why its envelope stays; empty where it does not
 */
public record Retried(String id, Outcome outcome, String cause) {
    /** How it went. */
    public enum Outcome {
        /** The event is there now, and the envelope is gone. */
        CREATED,
        /** The same event was there already; the envelope is gone. */
        DUPLICATE,
        /** Another event stands under its id; the envelope stays. */
        CONFLICT,
        /** Its index is closed or takes no writes. */
        BLOCKED,
        /** It still cannot be indexed; the envelope stays. */
        POISON,
        /** There is no envelope of that id. */
        MISSING;

        /** As programs read it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
