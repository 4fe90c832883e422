package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.consumer.progress.Gaps;
import io.tollhouse.consumer.progress.GapsUnavailable;
import io.tollhouse.consumer.search.BadSearch;
import java.util.Set;

/** {@code GET /v1/audit/gaps}. */
final class GapsHandler {
    private final Gaps gaps;

    GapsHandler(Gaps gaps) {
        this.gaps = gaps;
    }

    void read(Context ctx) throws BadSearch, GapsUnavailable, InterruptedException {
        Parameters.of(ctx, Set.of());
        var answer = JsonNodeFactory.instance.objectNode();
        var nodes = answer.putArray("nodes");
        for (var node : gaps.look()) {
            nodes.addObject()
                    .put("node", node.node())
                    .put("streams", node.streams())
                    .put("open", node.open())
                    .put("final", node.found());
        }
        ctx.contentType("application/json").result(answer.toString());
    }

    static void unavailable(GapsUnavailable problem, Context ctx) {
        Problems.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "audit gaps: " + problem.reason());
    }
}
