package io.tollhouse.consumer.search;

/** Parameters that name no search. Its message says which one, and what to write. */
public final class BadSearch extends Exception {
    public BadSearch(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
