package io.tollhouse.consumer.search;

/** Elasticsearch cannot be asked now. Its message is a sentence for people. */
public final class SearchUnavailable extends Exception {
    SearchUnavailable(String sentence) {
        super(sentence, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
