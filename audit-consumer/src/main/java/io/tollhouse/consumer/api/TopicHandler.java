package io.tollhouse.consumer.api;

import io.javalin.http.Context;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.tail.TailUnavailable;
import io.tollhouse.consumer.tail.TopicReads;
import java.time.Clock;

/** {@code /v1/audit/topic}. */
final class TopicHandler {
    private final TopicReads reads;
    private final Clock clock;

    TopicHandler(TopicReads reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    void read(Context ctx) throws BadSearch, TailUnavailable, InterruptedException {
        var span = Span.of(ctx, clock.instant());
        reads.read(span.since(), span.until(), total -> {
            ctx.contentType("application/x-ndjson").header("X-Tollhouse-Total", String.valueOf(total));
            return ctx.res().getOutputStream(); // that of Javalin passes no flush on
        });
    }
}
