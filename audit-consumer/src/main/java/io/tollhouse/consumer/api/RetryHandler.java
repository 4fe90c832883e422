package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.consumer.retry.DeadLetterRetry;
import io.tollhouse.consumer.retry.RetryUnavailable;
import io.tollhouse.consumer.search.BadSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/audit/dead-letter/retry}. */
final class RetryHandler {
    private static final int MAX_BODY = 16 * 1024;
    private static final int MAX_ID = 512;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final DeadLetterRetry retry;

    RetryHandler(DeadLetterRetry retry) {
        this.retry = retry;
    }

    void retry(Context ctx) throws BadSearch, RetryUnavailable, InterruptedException, IOException {
        Parameters.of(ctx, Set.of());
        var answer = JsonNodeFactory.instance.objectNode();
        var results = answer.putArray("results");
        for (var result : retry.retry(ids(ctx.bodyInputStream().readNBytes(MAX_BODY + 1)))) {
            results.addObject()
                    .put("id", result.id())
                    .put("outcome", result.outcome().label())
                    .put("cause", result.cause());
        }
        ctx.contentType("application/json").result(answer.toString());
    }

    static void unavailable(RetryUnavailable problem, Context ctx) {
        var status = problem.isBusy() ? HttpStatus.CONFLICT : HttpStatus.SERVICE_UNAVAILABLE;
        Problems.answer(ctx, status, "dead letters: " + problem.reason());
    }

    static List<String> ids(byte[] body) throws BadSearch {
        var ids = new ArrayList<String>();
        for (var id : read(body).path("ids")) {
            if (!id.isTextual() || id.asText().isEmpty() || id.asText().length() > MAX_ID) {
                throw wrong();
            }
            ids.add(id.asText());
        }
        if (ids.isEmpty() || ids.size() > DeadLetterRetry.MAX_IDS) {
            throw wrong();
        }
        return ids;
    }

    private static JsonNode read(byte[] body) throws BadSearch {
        try {
            var read = body.length > MAX_BODY ? null : MAPPER.readTree(body);
            if (read != null
                    && read.isObject()
                    && read.size() == 1
                    && read.path("ids").isArray()) {
                return read;
            }
        } catch (IOException e) {
            // said below
        }
        throw wrong();
    }

    private static BadSearch wrong() {
        return new BadSearch("the body must be {\"ids\": [\"…\"]} with 1 to " + DeadLetterRetry.MAX_IDS
                + " ids of envelopes, and no more than 16 KiB");
    }
}
