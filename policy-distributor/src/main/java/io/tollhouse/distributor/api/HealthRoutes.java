package io.tollhouse.distributor.api;

import io.javalin.http.Context;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * How this process is, and what the API is. Open to everybody.
 *
 * @param metrics in Prometheus' text format
 */
record HealthRoutes(Health health, Supplier<String> metrics) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPENAPI = "openapi.json";

    List<Route> routes() {
        return List.of(
                Route.get("/livez", Access.OPEN, ctx -> ctx.contentType(TEXT).result("ok\n")),
                Route.get("/readyz", Access.OPEN, this::readiness),
                Route.get(
                        "/metrics",
                        Access.OPEN,
                        ctx -> ctx.contentType(PROMETHEUS).result(metrics.get())),
                Route.get("/openapi.json", Access.OPEN, HealthRoutes::describe));
    }

    private void readiness(Context ctx) {
        boolean ready = health.isReady();
        var reasons = health.reasons().stream().map(Health.Reason::toString).toList();
        Json.answer(ctx, ready ? 200 : 503, new Answers.Readiness(ready, reasons));
    }

    private static void describe(Context ctx) throws IOException {
        try (var in = HealthRoutes.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IOException(OPENAPI + " is missing in the jar");
            }
            ctx.contentType("application/json").result(in.readAllBytes());
        }
    }
}
