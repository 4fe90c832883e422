package io.tollhouse.consumer.query;

/** A text that is no query. Its message says what is wrong, where, and what to write. */
public final class BadQuery extends Exception {
    private final int column;

    BadQuery(int column, String sentence) {
        super("column " + column + ": " + sentence, null, false, false);
        this.column = column;
    }

    /** From 1. */
    public int column() {
        return column;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
