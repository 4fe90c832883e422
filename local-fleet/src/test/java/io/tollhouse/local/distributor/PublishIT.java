package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a policy that somebody wants in force. The tests share one line of revisions. */
class PublishIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor one;
    private static TestDistributor two;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        one = TestDistributor.ready(broker.address(), folder, "one");
        two = TestDistributor.ready(broker.address(), folder, "two");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        broker.close();
    }

    private static long inForce() throws Exception {
        return one.get("/v1/policy").body().path("revision").asLong();
    }

    @Test
    void aPublishedRevisionIsOnBothTopicsAndCanBeBelieved() throws Exception {
        var reply = one.publish("?why=because%20of%20tests", allowing("both.test"));

        assertThat(reply.status()).isEqualTo(201);
        var body = reply.body();
        var inForce = Records.committed(broker.address(), Topic.POLICY).stream()
                .filter(record -> record.offset() == body.path("offset").asLong())
                .findFirst()
                .orElseThrow();
        var history = Records.committed(broker.address(), Topic.HISTORY);
        var kept = history.get(history.size() - 1);
        assertThat(inForce.key()).isEqualTo(Topic.POLICY_KEY);
        assertThat(kept.key()).isEqualTo(body.path("revision").asText());
        assertThat(kept.value()).isEqualTo(inForce.value());
        assertThat(Instant.parse(body.path("at").asText())).isEqualTo(Instant.ofEpochMilli(inForce.timestamp()));

        var signed = SignedManifest.verify(inForce.value(), one.trustedKeys(), TestDistributor.FLEET);
        assertThat(signed.hash()).isEqualTo(body.path("hash").asText());
        assertThat(signed.manifest().author()).isEqualTo("admin");
        assertThat(signed.manifest().why()).isEqualTo("because of tests");
        assertThat(signed.manifest().policy()).isEqualTo(allowing("both.test"));
    }

    @Test
    void theRevisionInForceIsToldAtOnceWithItsText() throws Exception {
        var published = one.publish("", allowing("told.test")).body();

        var told = one.get("/v1/policy").body();

        assertThat(told.path("revision")).isEqualTo(published.path("revision"));
        assertThat(told.path("hash")).isEqualTo(published.path("hash"));
        assertThat(told.path("policy").asText()).isEqualTo("test");
        assertThat(told.path("text").asText()).isEqualTo(allowing("told.test"));
    }

    @Test
    void aBaseThatMovedIsRefusedWithTheRevisionInForce() throws Exception {
        assertThat(one.publish("", allowing("first.test")).status()).isEqualTo(201);
        long current = inForce();

        var reply = one.publish("?base=" + (current - 1), allowing("second.test"));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body().path("current").asLong()).isEqualTo(current);
        assertThat(reply.detail()).contains("the revision in force is " + current);
        assertThat(inForce()).isEqualTo(current);
        assertThat(one.publish("?base=" + current, allowing("second.test")).status())
                .isEqualTo(201);
    }

    @Test
    void twoDistributorsInTurnMakeOneLineOfRevisions() throws Exception {
        assertThat(one.publish("", allowing("line.test")).status()).isEqualTo(201);
        long first = inForce();
        for (int i = 0; i < 3; i++) {
            assertThat(two.publish("", allowing("two-" + i + ".test")).status()).isEqualTo(201);
            assertThat(one.publish("", allowing("one-" + i + ".test")).status()).isEqualTo(201);
        }

        var revisions = one.get("/v1/policy/revisions?limit=6").body().path("revisions");

        assertThat(revisions)
                .extracting(revision -> revision.path("revision").asLong())
                .containsExactly(first + 6, first + 5, first + 4, first + 3, first + 2, first + 1);
        assertThat(revisions)
                .allMatch(revision -> revision.path("base").asLong() + 1
                        == revision.path("revision").asLong());
        var history = Records.committed(broker.address(), Topic.HISTORY);
        for (int i = history.size() - 6; i < history.size(); i++) {
            assertThat(manifest(history.get(i).value()).manifest().previous())
                    .isEqualTo(manifest(history.get(i - 1).value()).hash());
        }
    }

    private static SignedManifest manifest(byte[] record) throws Exception {
        return SignedManifest.verify(record, one.trustedKeys(), TestDistributor.FLEET);
    }

    @Test
    void whatAFencedWriterLeftOpenIsNotCounted() throws Exception {
        one.publish("", allowing("before.test"));
        long before = inForce();
        try (var dying = transaction()) {
            dying.send(new ProducerRecord<>(
                            Topic.POLICY.name(),
                            0,
                            Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8),
                            revision(before + 1)))
                    .get();

            var reply = one.publish("?base=" + before, allowing("after.test"));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.body().path("revision").asLong()).isEqualTo(before + 1);
            assertThat(one.get("/v1/policy").body().path("text").asText()).contains("after.test");
        }
    }

    private static byte[] revision(long number) throws Exception {
        var key = one.signingKey();
        var manifest = Manifest.of(
                TestDistributor.FLEET,
                number,
                number - 1,
                Instant.now(),
                "ghost",
                key.keyId(),
                "",
                null,
                allowing("ghost.test"),
                List.of());
        return SignedManifest.sign(manifest, key).bytes();
    }

    /** An open transaction of another distributor, with something in it. */
    private static Producer<byte[], byte[]> transaction() {
        var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, Topic.TRANSACTIONAL_ID,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    @Test
    void aDistributorThatWasKilledKnowsEveryRevisionWhenItIsBack() throws Exception {
        assertThat(one.publish("", allowing("kept.test")).status()).isEqualTo(201);
        long before = inForce();

        two.process().kill();
        two.process().startAgain();
        two.process().awaitReady();

        assertThat(two.get("/v1/policy").body().path("revision").asLong()).isEqualTo(before);
        assertThat(two.get("/v1/policy/revisions/" + before).body().path("text").asText())
                .isEqualTo(allowing("kept.test"));
        assertThat(two.publish("?base=" + before, allowing("next.test"))
                        .body()
                        .path("revision")
                        .asLong())
                .isEqualTo(before + 1);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "'{tollhouse: v1, policy: p, rulez: []}', 1, 'rulez: is not a known key; did you mean ''rules''?'",
        "'{tollhouse: v1, policy: p, rules: [{id: a, to: [x..y], action: allow}]}', 1, 'rules[0].to'",
        "'{tollhouse: v1', 1, 'policy:1:'",
        "'{tollhouse: v1, policy: p, tests: [{agent: a, request: \"CONNECT a.test:443\", expect: allow}]}', 1,"
                + " 'expected allow, got deny by builtin.default'"
    })
    void aDocumentThatIsWrongIsRefusedLineByLine(String document, int line, String says) throws Exception {
        var published = one.ask("PUT", "/v1/policy", TestDistributor.ADMIN, document);
        var validated = one.ask("POST", "/v1/policy/validate", TestDistributor.ADMIN, document);

        for (var reply : List.of(published, validated)) {
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
            var problem = reply.body().path("problems").path(0);
            assertThat(problem.path("line").asInt()).isEqualTo(line);
            assertThat(problem.path("text").asText()).contains(says);
        }
    }

    @Test
    void aDocumentThatIsRightCanBeValidatedWithoutAPublish() throws Exception {
        long before = inForce();

        var reply = one.ask("POST", "/v1/policy/validate", TestDistributor.READER, allowing("valid.test"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("policy").asText()).isEqualTo("test");
        assertThat(reply.body().path("rules").asInt()).isEqualTo(1);
        assertThat(inForce()).isEqualTo(before);
    }
}
