package io.tollhouse.consumer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollhouse.consumer.delivery.Index.Outcome;
import io.tollhouse.consumer.delivery.Index.Result;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the answers that a server gives, and of those that no server should. */
class BulkIndexTest {
    private static final List<Document> TWO = List.of(document("a", "{\"n\":1.50 }"), document("b", "{}"));

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private int status = 200;
    private String answer = "";
    private volatile String makeError = "";
    private volatile String asked = "";
    private volatile String stored = "{}";
    private volatile String askedForStored = "";
    private final List<String> made = new CopyOnWriteArrayList<>();
    private volatile String query = "";
    private volatile String authorization = "";

    private static Document document(String id, String text) {
        return new Document("tollhouse-audit-2026.01.31", id, text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/_bulk", this::answer);
        server.createContext("/tollhouse-audit-2026.01.31", this::make);
        server.createContext("/_mget", this::stored);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        query = String.valueOf(exchange.getRequestURI().getQuery());
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        var body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8");
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void stored(HttpExchange exchange) throws IOException {
        askedForStored = exchange.getRequestURI().getQuery() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var body = stored.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(stored.isEmpty() ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String storedA(String rest) {
        return "{\"docs\":[{\"_index\":\"tollhouse-audit-2026.01.31\",\"_id\":\"a\"," + rest + "}]}";
    }

    private static String taken(String id) {
        return item(id, 409, error("version_conflict_engine_exception"));
    }

    @ParameterizedTest(name = "here {0}, there {1} -> {2}")
    @CsvSource({
        "'{\"n\":{\"event.hash\":\"x\"},\"event.hash\":\"ab\"}', '\"found\":true,\"_source\":{\"event.hash\":\"ab\"}', DUPLICATE",
        "'{\"event.hash\":\"ab\"}', '\"found\":true,\"_source\":{\"event.hash\":\"cd\"}', CONFLICT",
        "'{\"event.hash\":\"ab\"}', '\"found\":true,\"_source\":{}', CONFLICT",
        "'{\"n\":1}', '\"found\":true,\"_source\":{\"event.hash\":\"cd\"}', CONFLICT",
        "'{\"n\":1}', '\"found\":true,\"_source\":{}', DUPLICATE",
        "'{\"event.hash\":\"ab\"}', '\"found\":false', AGAIN",
        "'{\"event.hash\":\"ab\"}', '\"error\":{\"type\":\"no_shard_available_action_exception\"}', AGAIN",
    })
    void anIdThatIsTakenIsADuplicateOnlyByTheSameHash(String here, String there, Outcome outcome) throws Exception {
        answer = items(taken("a"), item("b", 201, ""));
        stored = storedA(there);

        var results = create(access(), List.of(document("a", here), document("b", "{}")));

        assertThat(results).extracting(Result::outcome).containsExactly(outcome, Outcome.CREATED);
        assertThat(askedForStored)
                .isEqualTo("_source_includes=event.hash {\"docs\":[{\"_index\":\"tollhouse-audit-2026.01.31-write\","
                        + "\"_id\":\"a\"}]}");
    }

    @Test
    void aConflictNamesBothHashes() throws Exception {
        answer = items(taken("a"), item("b", 201, ""));
        stored = storedA("\"found\":true,\"_source\":{\"event.hash\":\"cd\"}");

        var results = create(access(), List.of(document("a", "{\"event.hash\":\"ab\"}"), document("b", "{}")));

        assertThat(results.get(0).cause())
                .isEqualTo("another record stands under this id: its event.hash is 'cd', this one's is 'ab'");
    }

    @Test
    void nothingIsAskedWhereNoIdIsTakenOrOnlyThatOfAnEnvelope() throws Exception {
        answer = items(taken("a"), item("b", 201, ""));

        var results = create(
                access(),
                List.of(
                        new Document("tollhouse-envelope-2026.01.31", "a", "{}".getBytes(StandardCharsets.UTF_8)),
                        document("b", "{}")));

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DUPLICATE, Outcome.CREATED);
        assertThat(askedForStored).isEmpty();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "no JSON", "{\"docs\":[]}", "{\"docs\":[{},{}]}"})
    void whatIsStoredAndCannotBeReadMakesTheWholeRequestWait(String text) {
        answer = items(taken("a"), item("b", 201, ""));
        stored = text;

        var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

        assertThat(trouble.kind()).isEqualTo(IndexTrouble.Kind.AWAY);
        assertThat(trouble.reason()).startsWith("records whose ids are taken cannot be compared: ");
    }

    private void make(HttpExchange exchange) throws IOException {
        made.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean isIndex = !exchange.getRequestURI().getPath().contains("_alias");
        var body = "{\"error\":" + error(makeError) + ",\"status\":400}";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(isIndex && !makeError.isEmpty() ? 400 : 200, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<Result> create(ClusterAccess access) throws IOException, IndexTrouble {
        return create(access, TWO);
    }

    private static List<Result> create(ClusterAccess access, List<Document> documents)
            throws IOException, IndexTrouble {
        try (var cluster = Cluster.of(access)) {
            return new BulkIndex(cluster, new IndexSettings(1, 0, Duration.ofSeconds(1))).create(documents);
        }
    }

    private ClusterAccess access() {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ClusterAccess(List.of(url), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String items(String... items) {
        return "{\"took\":1,\"errors\":true,\"items\":[" + String.join(",", items) + "]}";
    }

    private static String item(String id, int status, String error) {
        var more = error.isEmpty() ? "\"result\":\"created\"" : "\"error\":" + error;
        return "{\"create\":{\"_index\":\"tollhouse-audit-2026.01.31\",\"_id\":\"" + id + "\",\"status\":" + status
                + "," + more + "}}";
    }

    private static String error(String type) {
        return "{\"type\":\"" + type + "\",\"reason\":\"why\",\"caused_by\":{\"type\":\"x\",\"reason\":\"deeper\"}}";
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "201, '', CREATED",
        "400, document_parsing_exception, POISON",
        "400, mapper_parsing_exception, POISON",
        "400, strict_dynamic_mapping_exception, POISON",
        "400, illegal_argument_exception, AGAIN",
        "400, validation_exception, AGAIN",
        "400, index_closed_exception, BLOCKED",
        "403, cluster_block_exception, BLOCKED",
        "429, cluster_block_exception, AGAIN",
        "503, cluster_block_exception, AGAIN",
        "429, es_rejected_execution_exception, AGAIN",
        "500, document_parsing_exception_of_a_kind, AGAIN",
        "503, unavailable_shards_exception, AGAIN",
        "200, '', AGAIN",
    })
    void anItemIsJudgedByItsErrorAndNotByItsStatus(int itemStatus, String type, Outcome outcome) throws Exception {
        answer = items(item("a", itemStatus, type.isEmpty() ? "" : error(type)), item("b", 201, ""));

        var results = create(access());

        assertThat(results).extracting(Result::outcome).containsExactly(outcome, Outcome.CREATED);
        if (outcome == Outcome.POISON) {
            assertThat(results.get(0).cause()).isEqualTo(type + ": why (deeper)");
        }
    }

    @Test
    void documentsStandInTheRequestAsTheyAre() throws Exception {
        answer = items(item("a", 201, ""), item("b", 201, ""));

        create(access());

        assertThat(asked.lines())
                .containsExactly(
                        "{\"create\":{\"_id\":\"a\",\"_index\":\"tollhouse-audit-2026.01.31-write\"}}",
                        "{\"n\":1.50 }",
                        "{\"create\":{\"_id\":\"b\",\"_index\":\"tollhouse-audit-2026.01.31-write\"}}",
                        "{}");
    }

    @Test
    void anIndexThatIsMissingIsMadeWithAllItsTypesBeforeAnythingIsWrittenToIt() throws Exception {
        answer = items(
                item("a", 404, error("index_not_found_exception")), item("b", 404, error("index_not_found_exception")));

        var results = create(access());

        assertThat(results).extracting(Result::outcome).containsOnly(Outcome.AGAIN);
        assertThat(query).contains("require_alias=true");
        assertThat(made)
                .singleElement()
                .asString()
                .startsWith("PUT /tollhouse-audit-2026.01.31 {")
                .contains("\"dynamic\":false", "\"aliases\":{\"tollhouse-audit-2026.01.31-write\":{}}");
    }

    @Test
    void anIndexThatIsThereGetsTheAliasThatItLacks() throws Exception {
        answer = items(item("a", 404, error("index_not_found_exception")), item("b", 201, ""));
        makeError = "resource_already_exists_exception";

        var results = create(access());

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.AGAIN, Outcome.CREATED);
        assertThat(made).hasSize(2);
        assertThat(made.get(1)).startsWith("PUT /tollhouse-audit-2026.01.31/_alias/tollhouse-audit-2026.01.31-write ");
    }

    @Test
    void anIndexThatCannotBeMadeIsNamedWithWhy() {
        answer = items(item("a", 404, error("index_not_found_exception")), item("b", 201, ""));
        makeError = "validation_exception";

        var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

        assertThat(trouble.kind()).isEqualTo(IndexTrouble.Kind.AWAY);
        assertThat(trouble.reason())
                .isEqualTo("the index tollhouse-audit-2026.01.31 cannot be made: Elasticsearch answered 400:"
                        + " validation_exception: why");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "400, REFUSED",
        "404, REFUSED",
        "406, AWAY",
        "401, AWAY",
        "403, AWAY",
        "408, AWAY",
        "413, TOO_LARGE",
        "429, BUSY",
        "500, AWAY",
        "502, AWAY",
        "503, AWAY",
    })
    void aRequestThatFailsAsAWholeSaysWhatCanBeDone(int wholeStatus, IndexTrouble.Kind kind) {
        status = wholeStatus;
        answer = "{\"error\":" + error("some_exception") + ",\"status\":" + wholeStatus + "}";

        var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

        assertThat(trouble.kind()).isEqualTo(kind);
        assertThat(trouble.reason()).contains("lasticsearch").doesNotContain("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 429, 502})
    void anErrorThatIsNotInItsOwnWordsMakesNoPoison(int wholeStatus) {
        for (var body : List.of("", "<html>", "{}", "{\"message\":\"no route\"}")) {
            status = wholeStatus;
            answer = body;

            var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

            assertThat(trouble.kind())
                    .as(body)
                    .isEqualTo(
                            switch (wholeStatus) {
                                case 413 -> IndexTrouble.Kind.TOO_LARGE;
                                case 429 -> IndexTrouble.Kind.BUSY;
                                default -> IndexTrouble.Kind.AWAY;
                            });
            assertThat(trouble.reason()).contains("lasticsearch").doesNotContain("127.0.0.1");
        }
    }

    @Test
    void anAnswerThatDoesNotFitItsRequestIsWorthNothing() {
        for (var wrong : List.of(
                items(item("a", 201, "")),
                items(item("a", 201, ""), item("b", 201, ""), item("c", 201, "")),
                items(item("b", 201, ""), item("a", 201, "")),
                items(),
                "{\"took\":1,\"errors\":false,\"items\":[{\"create\":",
                "[]",
                "{}",
                "")) {
            answer = wrong;

            var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

            assertThat(trouble).as(wrong).isNotNull();
            assertThat(trouble.kind()).as(wrong).isEqualTo(IndexTrouble.Kind.AWAY);
        }
    }

    @Test
    void nobodyListening() {
        server.stop(0);

        var trouble = catchThrowableOfType(IndexTrouble.class, () -> create(access()));

        assertThat(trouble.kind()).isEqualTo(IndexTrouble.Kind.AWAY);
        assertThat(trouble.reason()).startsWith("Elasticsearch does not answer");
    }

    @Test
    void credentialsAreSentAndNeverShown() throws Exception {
        answer = items(item("a", 201, ""), item("b", 201, ""));
        var login = new ClusterAccess.Login("consumer", new Secret("hush"));
        var byLogin = new ClusterAccess(access().urls(), Optional.empty(), Optional.of(login), Optional.empty());
        var byKey =
                new ClusterAccess(access().urls(), Optional.of(new Secret("a2V5")), Optional.empty(), Optional.empty());

        create(byLogin);
        assertThat(authorization).isEqualTo("Basic Y29uc3VtZXI6aHVzaA==");
        create(byKey);
        assertThat(authorization).isEqualTo("ApiKey a2V5");
        assertThat(byLogin.toString() + byKey).doesNotContain("hush", "a2V5");
    }
}
