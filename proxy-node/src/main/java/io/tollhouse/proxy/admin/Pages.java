package io.tollhouse.proxy.admin;

import com.fasterxml.jackson.core.JsonFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What there is to read. */
final class Pages {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final LongSupplier revision;
    private final Supplier<String> metrics;

    /**
     * @param revision of the policy in force; 0 for none
     * @param metrics in Prometheus' text format
     */
    Pages(Health health, LongSupplier revision, Supplier<String> metrics) {
        this.health = health;
        this.revision = revision;
        this.metrics = metrics;
    }

    /** An answer with its body. */
    record Page(HttpResponseStatus status, String type, String body) {

        /** A sentence. */
        static Page text(HttpResponseStatus status, String sentence) {
            return new Page(status, TEXT, sentence + "\n");
        }
    }

    /** Empty where there is nothing under this path. */
    Optional<Page> at(String path) {
        return switch (path) {
            case "/livez" -> Optional.of(Page.text(HttpResponseStatus.OK, "ok"));
            case "/readyz" -> Optional.of(readiness());
            case "/metrics" -> Optional.of(new Page(HttpResponseStatus.OK, PROMETHEUS, metrics.get()));
            default -> Optional.empty();
        };
    }

    private Page readiness() {
        boolean ready = health.isReady();
        var status = ready ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        return new Page(status, "application/json", readinessBody(ready));
    }

    private String readinessBody(boolean ready) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("ready", ready);
            json.writeNumberField("revision", revision.getAsLong());
            json.writeArrayFieldStart("reasons");
            for (var reason : health.reasons()) {
                json.writeString(reason.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory has no I/O to fail
        }
        return text.append('\n').toString();
    }
}
