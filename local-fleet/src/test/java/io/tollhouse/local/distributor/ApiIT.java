package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask what, and what is answered when something is wrong. No policy is published here. */
class ApiIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static int consumerPort;
    private static TestDistributor distributor;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        consumerPort = FreePorts.one();
        distributor = TestDistributor.start(
                broker.address(), folder, "distributor", Map.of("audit.url", "http://127.0.0.1:" + consumerPort));
        distributor.process().awaitReady();
    }

    @AfterAll
    static void stop() {
        distributor.close();
        broker.close();
    }

    @ParameterizedTest(name = "{0} {1} as {2}: {3}")
    @CsvSource(nullValues = "nobody", textBlock = """
            GET,    /v1/policy,                                  nobody,         401, 'a token is needed: Authorization: Bearer <token>'
            GET,    /v1/policy,                                  guessed,        401, 'the token is not known here'
            GET,    /v1/policy,                                  expired-secret, 401, 'the token expired at 2020-01-01T00:00:00Z'
            HEAD,   /v1/policy,                                  nobody,         405, ''
            PUT,    /v1/policy,                                  reader-secret,  403, 'the token reader has the role reader, and this needs publisher'
            GET,    /v1/policy,                                  reader-secret,  404, 'no policy is in force'
            GET,    /v1/policy/revisions/9,                      reader-secret,  404, 'revision 9 is not in the history'
            GET,    /v1/policy/revisions/none,                   reader-secret,  400, 'revision must be a whole number from 1'
            GET,    /v1/policy/revisions?limit=0,                reader-secret,  400, 'limit must be a whole number from 1 to 1000'
            GET,    /v1/policy/revisions?limt=3,                 reader-secret,  400, 'did you mean ''limit''?'
            GET,    /v1/policy/revisions?limit=1&limit=2,        reader-secret,  400, 'stands twice'
            GET,    /v1/policy/confirmations?offset=1,           reader-secret,  400, '''topicId'' is missing'
            PUT,    /v1/policy?base=-1,                          admin-secret,   400, 'base must be a whole number'
            PUT,    /v1/policy?why=two%0Alines,                  admin-secret,   400, 'why must be one line'
            PUT,    /v1/policy/maximum,                          reader-secret,  403, 'the token reader has the role reader, and this needs admin'
            GET,    /v1/policy/maximum,                          reader-secret,  404, 'no maximum is in force'
            GET,    /v1/policy/explain?agent=a,                  reader-secret,  400, 'the parameter ''request'' is missing'
            GET,    /v1/policy/explain?agent=a&request=GET,      reader-secret,  400, 'request is no request; write GET https://host/path'
            GET,    /v1/policy/explain?agent=a&request=CONNECT%20x:1%20ftp, reader-secret, 400, 'knows http, tls and tcp'
            GET,    /v1/policy/explain?agent=a&request=CONNECT%20x:1&resolves=1.2.3, reader-secret, 400, 'resolves: ''1.2.3'' '
            GET,    /v1/policy/explain?agent=a&request=CONNECT%20x:1&time=noon, reader-secret, 400, 'time must be as 2027'
            GET,    /v1/policy/explain?agent=a&request=CONNECT%20x:1, reader-secret, 404, 'no policy is in force'
            GET,    /v1/nothing,                                 nobody,         404, 'see /openapi.json'
            DELETE, /v1/policy,                                  admin-secret,   405, 'does not know the method DELETE'
            GET,    /v1/audit?q=agent:x,                         reader-secret,  503, 'the audit consumer does not answer at http://127.0.0.1'
            GET,    /v1/audit,                                   nobody,         401, 'a token is needed'
            """)
    void whatIsWrongIsAProblemWithASentence(String method, String path, String token, int status, String detail)
            throws Exception {
        var reply = distributor.ask(method, path, token, method.equals("PUT") ? "{}" : null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.detail()).contains(detail);
        if (!method.equals("HEAD")) {
            assertThat(reply.body().path("status").asInt()).isEqualTo(status);
        }
        if (status == 405) {
            assertThat(reply.header("allow")).contains("GET");
        }
        if (status == 401) {
            assertThat(reply.header("www-authenticate")).startsWith("Bearer");
        }
    }

    @ParameterizedTest
    @CsvSource({"/livez, 200", "/readyz, 200", "/metrics, 200", "/openapi.json, 200"})
    void healthAndDescriptionNeedNoToken(String path, int status) throws Exception {
        assertThat(distributor.ask("GET", path, null, null).status()).isEqualTo(status);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        var reply = distributor.publish("", "#".repeat(300 * 1024));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.detail()).contains("262144 bytes");
    }

    @Test
    void whatIsNotHttpIsAnsweredWithAProblem() throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), distributor.api().getPort())) {
            socket.getOutputStream().write("GET /%ZZ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5_000);
            var answer = new String(socket.getInputStream().readNBytes(120), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Jetty");
        }
    }

    @Test
    void aTokenThatIsAddedCountsWithoutARestartAndABrokenFileChangesNothing() throws Exception {
        TestDistributor.writeTokens(
                folder,
                "  - {name: late, role: reader, token: \"sha256:%s\"}%n"
                        .formatted(TestDistributor.hash("late-secret")));
        Awaitility.await().until(() -> asked("late-secret") == 404);

        TestDistributor.writeTokens(folder, "  - {name: late, role: king}\n");
        Awaitility.await().until(() -> {
            distributor.get("/v1/policy");
            return distributor.get("/readyz").body().path("reasons").toString().contains("king");
        });
        assertThat(asked("late-secret")).isEqualTo(404);

        TestDistributor.writeTokens(folder, "");
        Awaitility.await().until(() -> asked("late-secret") == 401);
        assertThat(distributor.get("/readyz").body().path("reasons")).isEmpty();
    }

    private static int asked(String token) throws Exception {
        return distributor.ask("GET", "/v1/policy", token, null).status();
    }

    /** What the audit consumer would say, for as long as a test needs it. */
    private static HttpServer consumer(Answer answer) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), consumerPort), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/audit", exchange -> {
            try (exchange) {
                answer.give(exchange);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        return server;
    }

    private interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @Test
    void aSearchPassesThroughWithItsQueryAndHeaders() throws Exception {
        var asked = new ArrayList<String>();
        var consumer = consumer(exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("X-Tollhouse-Total", "340");
            exchange.getResponseHeaders().set("X-Tollhouse-Next", "abc");
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"a\":1}\n{\"b\":\"ü\"}\n".getBytes(StandardCharsets.UTF_8));
        });
        try {
            var reply = distributor.get("/v1/audit?q=agent%3Aresearch-1%20-rule%3Ax&limit=2");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.response().body()).isEqualTo("{\"a\":1}\n{\"b\":\"ü\"}\n");
            assertThat(reply.header("content-type")).isEqualTo("application/x-ndjson");
            assertThat(reply.header("x-tollhouse-total")).isEqualTo("340");
            assertThat(reply.header("x-tollhouse-next")).isEqualTo("abc");
            assertThat(asked).containsExactly("/v1/audit?q=agent%3Aresearch-1%20-rule%3Ax&limit=2");
        } finally {
            consumer.stop(0);
        }
    }

    @Test
    void aProblemOfTheConsumerPassesThroughAsItIs() throws Exception {
        var consumer = consumer(exchange -> {
            var problem = "{\"status\":400,\"detail\":\"unknown field 'agnet' at 0\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(400, problem.length);
            exchange.getResponseBody().write(problem);
        });
        try {
            var reply = distributor.get("/v1/audit?q=agnet:x");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
            assertThat(reply.response().body()).isEqualTo("{\"status\":400,\"detail\":\"unknown field 'agnet' at 0\"}");
        } finally {
            consumer.stop(0);
        }
    }

    @Test
    void linesOfATailComeAtOnceAndItEndsWhenTheClientGoes() throws Exception {
        var gone = new CountDownLatch(1);
        var consumer = consumer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; true; i++) {
                    exchange.getResponseBody().write(("{\"n\":" + i + "}\n").getBytes(StandardCharsets.US_ASCII));
                    exchange.getResponseBody().flush();
                    Thread.sleep(100); // the pace of the records
                }
            } catch (IOException e) {
                gone.countDown();
            }
        });
        try {
            var request = HttpRequest.newBuilder(distributor.api().resolve("/v1/audit/tail?q=verdict:deny"))
                    .header("Authorization", "Bearer " + TestDistributor.READER)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            var lines = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofInputStream())
                    .body();

            assertThat(new String(lines.readNBytes(16), StandardCharsets.US_ASCII))
                    .isEqualTo("{\"n\":0}\n{\"n\":1}\n");
            lines.close();
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            consumer.stop(0);
        }
    }

    @Test
    void aConsumerThatDiesInTheMiddleIsNoCleanEndForTheClient() throws Exception {
        var consumer = consumer(exchange -> {
            exchange.sendResponseHeaders(200, 1_000); // and then says less
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            throw new IOException("the consumer dies");
        });
        try {
            assertThatThrownBy(() -> distributor.get("/v1/audit?q=agent:x")).isInstanceOf(IOException.class);
            assertThat(distributor.get("/v1/policy/revisions").status()).isEqualTo(200);
            assertThat(Files.readString(distributor.process().log())).doesNotContain("failed", "ERROR");
        } finally {
            consumer.stop(0);
        }
    }

    @Test
    void manyTailsLeaveTheRestOfTheApiAnswering() throws Exception {
        var never = new CountDownLatch(1);
        var consumer = consumer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('\n');
            exchange.getResponseBody().flush();
            never.await();
        });
        var clients = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(distributor.api().resolve("/v1/audit/tail"))
                .header("Authorization", "Bearer " + TestDistributor.READER)
                .timeout(Duration.ofSeconds(10))
                .build();
        var bodies = new ArrayList<java.io.InputStream>();
        try {
            for (int i = 0; i < 32; i++) {
                bodies.add(clients.send(request, BodyHandlers.ofInputStream()).body());
            }

            var oneMore = distributor.get("/v1/audit/tail");
            assertThat(oneMore.status()).isEqualTo(503);
            assertThat(oneMore.detail()).contains("32 searches and tails run already");
            assertThat(distributor.get("/v1/policy/revisions").status()).isEqualTo(200);
        } finally {
            never.countDown();
            for (var body : bodies) {
                body.close();
            }
            consumer.stop(0);
        }
    }

    @Test
    void metricsSayWhatTheDistributorDoes() throws Exception {
        var metrics = distributor.get("/metrics").response().body();

        assertThat(List.of(
                        "tollhouse_policy_revision 0.0",
                        "tollhouse_policy_chunks_written_total 0.0",
                        "tollhouse_nodes_live 0.0",
                        "tollhouse_publishes_total{result=\"published\"} 0.0",
                        "jvm_memory_used_bytes"))
                .allSatisfy(name -> assertThat(metrics).contains(name));
    }
}
