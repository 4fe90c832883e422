package io.tollhouse.consumer.comparison;

/** Why nothing can be compared now, as a sentence. */
public final class ComparisonUnavailable extends Exception {
    ComparisonUnavailable(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
