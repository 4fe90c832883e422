package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.consumer.comparison.Comparison;
import io.tollhouse.consumer.comparison.ComparisonUnavailable;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.slice.Slice;
import java.time.Clock;
import java.util.Set;

/** {@code /v1/audit/comparison} and {@code /v1/audit/comparison/slice}. */
final class ComparisonHandler {
    private static final Set<String> OF_A_SLICE = Set.of("topicId", "partition", "from", "to");

    private final Comparison comparison;
    private final Clock clock;

    ComparisonHandler(Comparison comparison, Clock clock) {
        this.comparison = comparison;
        this.clock = clock;
    }

    void plan(Context ctx) throws BadSearch, ComparisonUnavailable, InterruptedException {
        var span = Span.of(ctx, clock.instant());
        Plans.answer(ctx, comparison.plan(span.since(), span.until()));
    }

    void compare(Context ctx) throws BadSearch, ComparisonUnavailable, InterruptedException {
        var parameters = Parameters.of(ctx, OF_A_SLICE);
        var topicId = parameters.text("topicId").orElseThrow(() -> new BadSearch("topicId must be given"));
        var slice = new Slice(
                (int) parameters.wanted("partition", Integer.MAX_VALUE),
                parameters.wanted("from", Long.MAX_VALUE),
                parameters.wanted("to", Long.MAX_VALUE));
        var done = comparison.compare(topicId, slice);
        var answer = JsonNodeFactory.instance
                .objectNode()
                .put("next", done.next())
                .put("records", done.records())
                .put("others", done.others());
        done.lacking().forEach(answer.putArray("lacking")::add);
        done.differing().forEach(answer.putArray("differing")::add);
        ctx.contentType("application/json").result(answer.toString());
    }

    static void unavailable(ComparisonUnavailable problem, Context ctx) {
        Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "comparison: " + problem.reason());
    }
}
