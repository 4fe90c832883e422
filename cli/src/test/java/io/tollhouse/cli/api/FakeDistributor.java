package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A distributor that answers as {@code docs/api.md} says, with a fleet and an audit trail that the test makes up. */
public final class FakeDistributor implements AutoCloseable {
    public static final String TOKEN = "token-of-a-test";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeFleet fleet = new FakeFleet();
    private final List<byte[]> records = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> labels = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<ObjectNode> kills = new CopyOnWriteArrayList<>();
    private final Map<String, Fixed> fixed =
            new ConcurrentHashMap<>(Map.of("/v1/boots", new Fixed(200, "{\"since\": null, \"records\": []}")));

    private volatile boolean withoutRecords;

    /** An answer in place of the usual one. */
    private record Fixed(int status, String body) {}

    private FakeDistributor(HttpServer server) {
        this.server = server;
    }

    public static FakeDistributor start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var fake = new FakeDistributor(server);
            server.setExecutor(fake.threads);
            server.createContext("/", fake::handle);
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Writes what {@code up} writes into its data folder. */
    public void describeIn(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("fleet.json"), "{\"api\": \"" + uri() + "\", \"nodes\": []}");
        var token = Files.writeString(folder.resolve("admin.token"), TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    public FakeDistributor with(FakeNode... nodes) {
        fleet.add(List.of(nodes));
        return this;
    }

    /** From now on the fleet has these nodes only. */
    public FakeDistributor become(FakeNode... nodes) {
        fleet.become(List.of(nodes));
        return this;
    }

    /** Answers as usual on that path again. */
    public void answersAgain(String path) {
        fixed.remove(path);
    }

    /** Finds this warning in every policy. */
    public FakeDistributor warning(String text) {
        fleet.warn(text);
        return this;
    }

    /** Answers so on that path from now on. */
    public FakeDistributor answers(String path, int status, String body) {
        fixed.put(path, new Fixed(status, body));
        return this;
    }

    /** Answers each search with nothing but a cursor. */
    public FakeDistributor pagesWithoutRecords() {
        withoutRecords = true;
        return this;
    }

    /** Adds a record to the audit trail. */
    public FakeDistributor record(String line) {
        records.add(line.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** What was asked, as {@code GET /v1/policy/revisions?limit=3}, decoded. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What was published. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** What published documents were called. */
    public List<String> labels() {
        return List.copyOf(labels);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            requests.add(exchange.getRequestMethod() + " " + decoded(uri.toString()));
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = fixed.get(uri.getPath());
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                problem(exchange, 401, "the token is not known");
            } else if (answer != null) {
                send(exchange, answer.status(), answer.body());
            } else if (exchange.getRequestMethod().equals("PUT")) {
                publish(exchange, body);
            } else if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, uri.getPath(), body);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                lift(exchange);
            } else {
                read(exchange, uri.getPath());
            }
        }
    }

    private void publish(HttpExchange exchange, String body) throws IOException {
        bodies.add(body);
        labels.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Tollhouse-File")));
        var current = String.valueOf(fleet.revision());
        if (!parameter(exchange, "base", current).equals(current)) {
            send(exchange, 409, "{\"detail\": \"the base moved\", \"current\": " + current + "}");
        } else if (body.contains("bad")) {
            var problem = "{\"text\": \"policy.yaml:3:1: bad: is not a known key\"}";
            send(exchange, 422, "{\"detail\": \"the policy is refused\", \"problems\": [" + problem + "]}");
        } else {
            send(exchange, 201, fleet.publish());
        }
    }

    private void post(HttpExchange exchange, String path, String body) throws IOException {
        if (path.equals("/v1/policy/resign")) {
            send(exchange, 201, fleet.resigned());
            return;
        }
        var kill = (ObjectNode) MAPPER.readTree(body);
        if (kill.path("rule").asText().equals("unknown")) {
            problem(exchange, 422, "rule: no rule of the policy in force has the id 'unknown'");
            return;
        }
        var lasts = kill.remove("for");
        kill.put("since", "2026-01-31T10:00:00Z").put("author", "admin");
        if (lasts != null) {
            kill.put("until", "2026-01-31T10:30:00Z");
        }
        kills.add(0, kill);
        send(exchange, 201, fleet.changed(kill));
    }

    private void lift(HttpExchange exchange) throws IOException {
        var agent = parameter(exchange, "agent", "");
        var found = kills.stream()
                .filter(kill -> kill.path("agent").asText().equals(agent))
                .findFirst();
        if (found.isPresent()) {
            kills.remove(found.get());
            send(exchange, 200, fleet.changed(found.get()));
        } else {
            send(exchange, 404, kills(MAPPER.createObjectNode().put("detail", "nothing is lifted")));
        }
    }

    private ObjectNode kills(ObjectNode answer) {
        answer.putArray("kills").addAll(kills);
        return answer;
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/v1/policy" -> send(exchange, 200, FakeFleet.whole(fleet.revision()));
            case "/v1/policy/confirmations" -> send(exchange, 200, fleet.confirmations());
            case "/v1/policy/revisions" ->
                send(exchange, 200, fleet.revisions(Integer.parseInt(parameter(exchange, "limit", "20"))));
            case "/v1/kills" -> send(exchange, 200, kills(MAPPER.createObjectNode()));
            case "/v1/keys" -> send(exchange, 200, fleet.keys());
            case "/v1/fleet" -> send(exchange, 200, fleet.fleet());
            case "/v1/audit/gaps" -> send(exchange, 200, "{\"nodes\": []}");
            case "/v1/audit" -> search(exchange);
            case "/v1/audit/tail", "/v1/audit/topic" -> tail(exchange);
            default -> revision(exchange, path.substring(path.lastIndexOf('/') + 1));
        }
    }

    private void revision(HttpExchange exchange, String number) throws IOException {
        if (Long.parseLong(number) > fleet.revision()) {
            problem(exchange, 404, "there is no revision " + number);
        } else {
            send(exchange, 200, FakeFleet.whole(Long.parseLong(number)));
        }
    }

    private void search(HttpExchange exchange) throws IOException {
        int from = Integer.parseInt(parameter(exchange, "after", "0"));
        int limit = withoutRecords ? 0 : Integer.parseInt(parameter(exchange, "limit", "100"));
        int to = Math.min(records.size(), from + limit);
        var headers = exchange.getResponseHeaders();
        headers.set("X-Tollhouse-Total", String.valueOf(records.size()));
        if (to < records.size()) {
            headers.set("X-Tollhouse-Next", String.valueOf(to));
        }
        exchange.sendResponseHeaders(200, 0);
        for (var line : records.subList(from, to)) {
            exchange.getResponseBody().write(line);
            exchange.getResponseBody().write('\n');
        }
    }

    /** Says what it has, shows between records that it lives, and ends. */
    private void tail(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (var line : records) {
            exchange.getResponseBody().write(line);
            exchange.getResponseBody().write("\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String parameter(HttpExchange exchange, String name, String otherwise) {
        var query = String.valueOf(exchange.getRequestURI().getRawQuery());
        var match = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query);
        return match.find() ? decoded(match.group(1)) : otherwise;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void problem(HttpExchange exchange, int status, String detail) throws IOException {
        send(exchange, status, "{\"status\": " + status + ", \"detail\": \"" + detail + "\"}");
    }

    private static void send(HttpExchange exchange, int status, JsonNode document) throws IOException {
        send(exchange, status, document.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
