package io.tollhouse.consumer.tail;

/** A tail that cannot begin now. Its message is a sentence for people. */
public final class TailUnavailable extends Exception {
    TailUnavailable(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
