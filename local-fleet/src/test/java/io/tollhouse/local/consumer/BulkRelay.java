package io.tollhouse.local.consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before Elasticsearch, passes everything on, and can act when the answer to a bulk request has been passed on. */
final class BulkRelay implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Content-Type", "X-Elastic-Product");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI behind;
    private final AtomicReference<Runnable> afterBulk = new AtomicReference<>(() -> {});

    BulkRelay(URI behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::relay);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Does it once, directly after the next answer to a bulk request has gone to whoever asked. */
    void afterNextBulk(Runnable deed) {
        afterBulk.set(deed);
    }

    private void relay(HttpExchange exchange) throws IOException {
        boolean isBulk = exchange.getRequestURI().getPath().endsWith("/_bulk");
        try (exchange) {
            var answer = ask(exchange);
            for (var name : PASSED_ON) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
        if (isBulk) {
            afterBulk.getAndSet(() -> {}).run();
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var request = HttpRequest.newBuilder(
                        behind.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (var name : List.of("Content-Type", "Accept")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
