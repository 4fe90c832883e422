package io.tollhouse.cli.api;

import java.util.Optional;

/**
 * One page of a search.
 *
 * @param total how many documents match the whole search; -1 where the answer does not say
 * @param next the cursor of the next page; empty on the last one
 * @param documents as they are stored, one a line
 */
public record Page(long total, Optional<String> next, Lines documents) implements AutoCloseable {
    /** The most documents that one page holds. */
    public static final int MAX = 1_000;

    static Page of(Lines lines) {
        var total = lines.header("X-Tollhouse-Total");
        boolean known = total != null && total.matches("[0-9]{1,18}");
        return new Page(
                known ? Long.parseLong(total) : -1, Optional.ofNullable(lines.header("X-Tollhouse-Next")), lines);
    }

    @Override
    public void close() {
        documents.close();
    }
}
