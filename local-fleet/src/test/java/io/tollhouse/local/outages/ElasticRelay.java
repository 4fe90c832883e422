package io.tollhouse.local.outages;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between a consumer and Elasticsearch: it makes trouble, or changes one record on its way and says nothing. */
final class ElasticRelay implements AutoCloseable {
    private static final int TOO_LARGE_FROM = 4_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final URI target;
    private volatile Trouble trouble = Trouble.NONE;
    private volatile @Nullable Sabotage sabotage;
    private volatile @Nullable String sabotaged;
    private final AtomicInteger troubled = new AtomicInteger();

    /** What it does to bulk requests. */
    enum Trouble {
        NONE,
        /** 429, and nothing is taken. */
        TOO_MANY,
        /** 413 for all but small ones. */
        TOO_LARGE,
        /** Everything is taken, and the connection ends without an answer. */
        UNANSWERED,
        /** Everything is taken, and the answer ends in its middle. */
        CUT
    }

    /** What it does to one record. */
    enum Sabotage {
        DROP,
        DOUBLE,
        CHANGE
    }

    ElasticRelay(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on. */
    void make(Trouble next) {
        troubled.set(0);
        trouble = next;
    }

    /** Requests that had the trouble. */
    int troubled() {
        return troubled.get();
    }

    /** Once, to the next admission. */
    void does(Sabotage what) {
        sabotaged = null;
        sabotage = what;
    }

    /** The id of the record to which it was done; null before. */
    @Nullable
    String sabotaged() {
        return sabotaged;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            boolean isBulk = exchange.getRequestURI().getPath().endsWith("/_bulk");
            if (isBulk && isTroubled(exchange, body)) {
                return;
            }
            var bulk = isBulk ? sabotage(body) : null;
            if (bulk == null) {
                answer(exchange, forward(exchange, body));
            } else {
                answer(exchange, bulk.send(exchange));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTroubled(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        switch (trouble) {
            case TOO_MANY -> refuse(exchange, 429);
            case TOO_LARGE -> {
                if (body.length < TOO_LARGE_FROM) {
                    return false;
                }
                refuse(exchange, 413);
            }
            case UNANSWERED -> forward(exchange, body);
            case CUT -> {
                var answer = forward(exchange, body);
                headers(exchange, answer);
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
                exchange.getResponseBody().flush();
            }
            case NONE -> {
                return false;
            }
        }
        troubled.incrementAndGet();
        return true;
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        var body = "{\"error\":{\"type\":\"trouble\",\"reason\":\"made\"},\"status\":%d}"
                .formatted(status)
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("X-elastic-product", "Elasticsearch");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        target.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (var name : List.of("Content-Type", "Accept")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void headers(HttpExchange exchange, HttpResponse<byte[]> answer) {
        for (var name : List.of("Content-Type", "X-elastic-product", "Location")) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        headers(exchange, answer);
        boolean isEmpty =
                answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.statusCode(), isEmpty ? -1 : answer.body().length);
        if (!isEmpty) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("X-elastic-product", "Elasticsearch");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private synchronized @Nullable Bulk sabotage(byte[] body) {
        var what = sabotage;
        if (what == null) {
            return null;
        }
        var lines =
                new ArrayList<>(new String(body, StandardCharsets.UTF_8).lines().toList());
        for (int at = 1; at < lines.size(); at += 2) {
            if (lines.get(at).contains("\"tollhouse.stage\":\"admission\"")) {
                sabotage = null;
                return new Bulk(what, lines, at);
            }
        }
        return null;
    }

    /** A bulk request, and the line of the record to which something is done. */
    private final class Bulk {
        private final Sabotage what;
        private final List<String> lines;
        private final int at;

        private Bulk(Sabotage what, List<String> lines, int at) {
            this.what = what;
            this.lines = lines;
            this.at = at;
        }

        private byte[] send(HttpExchange exchange) throws IOException, InterruptedException {
            var operation = MAPPER.readTree(lines.get(at - 1)).path("create");
            var record = lines.get(at);
            var answer = switch (what) {
                case CHANGE -> {
                    lines.set(at, record.replace("\"agent-1\"", "\"agent-2\""));
                    yield forward(exchange, body()).body();
                }
                case DOUBLE -> {
                    var all = forward(exchange, body()).body();
                    again(
                            operation.path("_index").asText(),
                            operation.path("_id").asText() + "-again",
                            record);
                    yield all;
                }
                case DROP -> dropped(exchange, (ObjectNode) operation);
            };
            sabotaged = MAPPER.readTree(record).path("event.id").asText();
            return answer;
        }

        private byte[] body() {
            return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        private void again(String index, String id, String record) throws IOException, InterruptedException {
            client.send(
                    HttpRequest.newBuilder(target.resolve("/" + index + "/_create/" + id))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(record))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }

        private byte[] dropped(HttpExchange exchange, ObjectNode operation) throws IOException, InterruptedException {
            lines.subList(at - 1, at + 1).clear();
            var answer = lines.isEmpty()
                    ? MAPPER.createObjectNode()
                            .put("took", 1)
                            .put("errors", false)
                            .set("items", MAPPER.createArrayNode())
                    : (ObjectNode) MAPPER.readTree(forward(exchange, body()).body());
            operation.put("status", 201).put("result", "created").put("_version", 1);
            operation.put("_seq_no", 0).put("_primary_term", 1);
            operation.putObject("_shards").put("total", 1).put("successful", 1).put("failed", 0);
            var item = MAPPER.createObjectNode();
            item.set("create", operation);
            ((ArrayNode) answer.path("items")).insert((at - 1) / 2, item);
            return MAPPER.writeValueAsBytes(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
