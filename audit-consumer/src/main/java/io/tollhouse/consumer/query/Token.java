package io.tollhouse.consumer.query;

/**
 * A piece of a query's text.
 *
 * @param field the name before the colon; empty for a word without one
 * @param value what was written for it, without quotes
 * @param quoted whether it stood in quotes, so that nothing in it stands for anything else
 * @param column where it begins, from 1
 * @param valueColumn where its value begins
 */
record Token(Kind kind, String field, String value, boolean quoted, int column, int valueColumn) {
    enum Kind {
        PAIR,
        AND,
        OR,
        NOT,
        OPEN,
        CLOSE,
        END
    }

    static Token sign(Kind kind, int column) {
        return new Token(kind, "", "", false, column, column);
    }
}
