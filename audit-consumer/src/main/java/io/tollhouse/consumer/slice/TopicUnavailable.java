package io.tollhouse.consumer.slice;

/** Why the audit topic cannot be read now, as a sentence. */
public final class TopicUnavailable extends Exception {
    TopicUnavailable(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
