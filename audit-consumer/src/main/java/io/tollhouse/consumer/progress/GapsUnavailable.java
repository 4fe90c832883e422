package io.tollhouse.consumer.progress;

/** Why nobody can say now which gaps there are, as a sentence. */
public final class GapsUnavailable extends Exception {
    GapsUnavailable(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
