package io.tollhouse.consumer.api;

import io.javalin.http.Context;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.search.SearchTimes;
import io.tollhouse.consumer.tail.TailUnavailable;
import io.tollhouse.consumer.tail.TopicReads;
import java.time.Clock;
import java.util.Set;

/** {@code /v1/audit/topic}. */
final class TopicHandler {
    private static final String DEFAULT_SINCE = "24h";

    private final TopicReads reads;
    private final Clock clock;

    TopicHandler(TopicReads reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    void read(Context ctx) throws BadSearch, TailUnavailable, InterruptedException {
        var parameters = Parameters.of(ctx, Set.of("since", "until"));
        var now = clock.instant();
        var since = SearchTimes.parse("since", parameters.text("since").orElse(DEFAULT_SINCE), now);
        var until = SearchTimes.parse("until", parameters.text("until").orElse("0s"), now);
        if (since.isAfter(until)) {
            throw new BadSearch("since must not lie behind until");
        }
        reads.read(since, until, total -> {
            ctx.contentType("application/x-ndjson").header("X-Tollhouse-Total", String.valueOf(total));
            return ctx.res().getOutputStream(); // that of Javalin passes no flush on
        });
    }
}
