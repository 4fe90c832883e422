package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.consumer.query.BadQuery;

/** Errors as RFC 9457 has them. */
final class Problems {
    private static final String TYPE = "application/problem+json";

    private Problems() {}

    static void answer(Context ctx, HttpStatus status, String detail) {
        write(ctx, status, detail, 0);
    }

    /** With the place in the query as a member of its own, so that a program can point there. */
    static void answer(Context ctx, BadQuery problem) {
        write(ctx, HttpStatus.BAD_REQUEST, "q: " + problem.reason(), problem.column());
    }

    private static void write(Context ctx, HttpStatus status, String detail, int column) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", status.getMessage())
                .put("status", status.getCode())
                .put("detail", detail);
        if (column > 0) {
            body.put("column", column);
        }
        ctx.status(status).contentType(TYPE).result(body.toString());
    }
}
