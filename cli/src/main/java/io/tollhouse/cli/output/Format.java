package io.tollhouse.cli.output;

import java.util.Locale;

/** How a result is printed. */
public enum Format {
    /** Columns and sentences, for people. */
    TABLE,
    /** One document; of a search, one document a line. */
    JSON,
    /** One document; of a search, documents with {@code ---} in front. */
    YAML;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
