package io.tollhouse.consumer.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tollhouse.process.health.Health;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}. */
final class HealthPages {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final Supplier<String> metrics;

    /** @param metrics in Prometheus' text format */
    HealthPages(Health health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    void livez(Context ctx) {
        ctx.contentType(TEXT).result("ok\n");
    }

    void readyz(Context ctx) {
        boolean ready = health.isReady();
        var body = JsonNodeFactory.instance.objectNode().put("ready", ready);
        var reasons = body.putArray("reasons");
        health.reasons().forEach(reason -> reasons.add(reason.toString()));
        ctx.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType("application/json")
                .result(body + "\n");
    }

    void metrics(Context ctx) {
        ctx.contentType(PROMETHEUS).result(metrics.get());
    }
}
