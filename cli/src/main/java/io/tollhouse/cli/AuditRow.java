package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people want to see first of a record ({@code docs/contracts.md}). */
record AuditRow(JsonNode fields) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Time, agent, verdict, rule, method, destination, result. */
    List<String> cells() {
        return List.of(
                text("@timestamp"),
                text("user.name"),
                text("tollhouse.verdict"),
                text("rule.id"),
                text("http.request.method"),
                destination(),
                result());
    }

    private String destination() {
        var host = text("destination.domain");
        var port = text("destination.port");
        var bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return bracketed + (port.isEmpty() ? "" : ":" + port) + text("url.path");
    }

    private String result() {
        if (text("event.kind").equals("pipeline_error")) {
            return words("not indexed", text("error.message"));
        }
        return switch (text("tollhouse.stage")) {
            case "lookup" -> "looks up " + text("dns.question.name");
            case "admission" -> "admitted";
            case "progress" -> "so far " + text("network.bytes") + " bytes";
            case "stream" ->
                words("stream " + text("event.action"), text("tollhouse.about.stream"), text("event.reason"));
            case "outcome" -> words(text("http.response.status_code"), outcome());
            default -> words(text("http.response.status_code"), text("event.reason"));
        };
    }

    private String outcome() {
        var error = text("error.message");
        if (!error.isEmpty()) {
            return error;
        }
        var bytes = text("network.bytes");
        var duration = fields.path("event.duration").asLong() / NANOS_PER_MILLI;
        return (bytes.isEmpty() ? "" : bytes + " bytes ") + "in " + duration + " ms";
    }

    private String text(String field) {
        return fields.path(field).asText("");
    }

    private static String words(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }
}
