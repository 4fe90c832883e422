package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.consumer.reindex.Reindex;
import io.tollhouse.consumer.reindex.ReindexUnavailable;
import io.tollhouse.consumer.search.BadSearch;
import io.tollhouse.consumer.slice.Slice;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;

/** {@code /v1/audit/reindex}. */
final class ReindexHandler {
    private static final int MAX_BODY = 4 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> MEMBERS = Set.of("topicId", "partition", "from", "to");

    private final Reindex reindex;
    private final Clock clock;

    ReindexHandler(Reindex reindex, Clock clock) {
        this.reindex = reindex;
        this.clock = clock;
    }

    void plan(Context ctx) throws BadSearch, ReindexUnavailable, InterruptedException {
        var span = Span.of(ctx, clock.instant());
        Plans.answer(ctx, reindex.plan(span.since(), span.until()));
    }

    void index(Context ctx) throws BadSearch, ReindexUnavailable, InterruptedException, IOException {
        Parameters.of(ctx, Set.of());
        var body = read(ctx.bodyInputStream().readNBytes(MAX_BODY + 1));
        var slice = new Slice(
                (int) number(body, "partition", Integer.MAX_VALUE),
                number(body, "from", Long.MAX_VALUE),
                number(body, "to", Long.MAX_VALUE));
        var done = reindex.index(body.path("topicId").asText(), slice);
        var answer = JsonNodeFactory.instance
                .objectNode()
                .put("next", done.next())
                .put("created", done.created())
                .put("duplicate", done.duplicate())
                .put("conflict", done.conflict())
                .put("poison", done.poison())
                .put("first", done.first());
        ctx.contentType("application/json").result(answer.toString());
    }

    static void unavailable(ReindexUnavailable problem, Context ctx) {
        var status = problem.isBusy() ? HttpStatus.CONFLICT : HttpStatus.SERVICE_UNAVAILABLE;
        Problems.answer(ctx, status, "reindex: " + problem.reason());
    }

    private static long number(JsonNode body, String member, long most) throws BadSearch {
        var value = body.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0 || value.asLong() > most) {
            throw wrong();
        }
        return value.asLong();
    }

    private static JsonNode read(byte[] body) throws BadSearch {
        try {
            var read = body.length > MAX_BODY ? null : MAPPER.readTree(body);
            if (read != null
                    && read.isObject()
                    && read.size() == MEMBERS.size()
                    && read.path("topicId").isTextual()) {
                return read;
            }
        } catch (IOException e) {
            // said below
        }
        throw wrong();
    }

    private static BadSearch wrong() {
        return new BadSearch("the body must be one of the slices that GET /v1/audit/reindex names, with its topicId:"
                + " {\"topicId\": \"…\", \"partition\": 0, \"from\": 0, \"to\": 1}");
    }
}
