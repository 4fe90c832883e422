package io.tollhouse.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Answers with the request as it arrived, so that people see what a node passed on and what it kept. */
record ShowRequest(String scheme) implements HttpHandler {
    private static final int NO_BODY = -1;
    private static final String GREETING = """
            Hello from the demonstration destination of a local Tollhouse fleet.
            Your request was let through, and this is what arrived here (%s):

            """;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            long bytes = count(exchange.getRequestBody());
            var answer = text(exchange, bytes).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, NO_BODY);
                return;
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static long count(InputStream body) throws IOException {
        var ignored = new byte[8192];
        long bytes = 0;
        for (int read = body.read(ignored); read >= 0; read = body.read(ignored)) {
            bytes += read;
        }
        return bytes;
    }

    private String text(HttpExchange exchange, long bytes) {
        var text = new StringBuilder(GREETING.formatted(scheme));
        text.append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI())
                .append(' ')
                .append(exchange.getProtocol())
                .append('\n');
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append('\n')));
        if (bytes > 0) {
            text.append("\n(and a body of ").append(bytes).append(" bytes)\n");
        }
        return text.toString();
    }
}
