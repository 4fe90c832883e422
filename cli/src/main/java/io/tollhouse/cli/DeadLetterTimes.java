package io.tollhouse.cli;

import io.tollhouse.cli.api.Search;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of when dead letters are meant: by when the broker appended them. */
final class DeadLetterTimes {
    private static final String QUERY = "event.kind:pipeline_error";
    private static final String EVER = "2000-01-01T00:00:00Z";
    private static final String NEVER = "2099-12-31T00:00:00Z";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "an age (90s, 10m, 24h, 7d) or a time (2026-01-31T10:00:00Z); where left out, 24h")
    @Nullable
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the same; where left out, now")
    @Nullable
    private String to;

    boolean areGiven() {
        return from != null || to != null;
    }

    /** The envelopes of that time. */
    Search search(String sort) {
        return new Search(QUERY, from, to, sort);
    }

    /** All that there are. */
    static Search everything() {
        return new Search(QUERY, EVER, NEVER, "asc");
    }
}
