package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NodeStatus.Applied;
import io.tollhouse.contract.fleet.NodeStatus.State;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the distributor makes of what nodes say. */
class FleetIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor distributor;
    private static Producer<byte[], byte[]> nodes;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        distributor = TestDistributor.ready(broker.address(), folder, "distributor");
        nodes = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.address().toString(),
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
    }

    @AfterAll
    static void stop() {
        nodes.close();
        distributor.close();
        broker.close();
    }

    /** When the broker appended it. */
    private static Instant say(
            String node, State state, long revision, @Nullable Applied applied, @Nullable Long errorOffset)
            throws Exception {
        var status = new NodeStatus(
                NodeStatus.VERSION,
                node,
                "00000000000a",
                "test",
                "127.0.0.1:3128",
                state,
                applied,
                revision,
                revision == 0 ? null : "hash",
                null,
                List.of("allow"),
                List.of(),
                0,
                0,
                0,
                0,
                errorOffset == null ? null : "it does not compile",
                errorOffset,
                null,
                null,
                null,
                null);
        var record = new ProducerRecord<>(
                Topic.FLEET.name(), status.key().getBytes(StandardCharsets.UTF_8), status.toBytes());
        return Instant.ofEpochMilli(nodes.send(record).get().timestamp());
    }

    private static JsonNode node(JsonNode answer, String name) {
        return StreamSupport.stream(answer.path("nodes").spliterator(), false)
                .filter(node -> node.path("node").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + answer));
    }

    private static JsonNode awaitNode(String path, String name, String field, String value) throws Exception {
        Awaitility.await().ignoreExceptions().until(() -> {
            var found = node(distributor.get(path).body(), name);
            return found.path(field).asText().equals(value);
        });
        return node(distributor.get(path).body(), name);
    }

    @Test
    void aNodeIsShownAsItLastSaidItIs() throws Exception {
        var at = say("shown", State.READY, 7, new Applied("topic", 3), null);

        var shown = awaitNode("/v1/fleet", "shown", "presence", "live");

        assertThat(shown.path("state").asText()).isEqualTo("ready");
        assertThat(shown.path("revision").asLong()).isEqualTo(7);
        assertThat(shown.path("applied").path("offset").asLong()).isEqualTo(3);
        assertThat(shown.path("address").asText()).isEqualTo("127.0.0.1:3128");
        assertThat(Instant.parse(shown.path("at").asText())).isEqualTo(at);
        assertThat(shown.path("ageMillis").asLong()).isBetween(0L, 10_000L);

        say("shown", State.LEFT, 7, new Applied("topic", 3), null);
        awaitNode("/v1/fleet", "shown", "presence", "left");
    }

    @Test
    void aPublishNamesTheNodesThatAreLiveAndTheirConfirmationsFollow() throws Exception {
        say("good", State.READY, 1, null, null);
        say("bad", State.READY, 1, null, null);
        awaitNode("/v1/fleet", "good", "presence", "live");
        awaitNode("/v1/fleet", "bad", "presence", "live");

        var published = distributor.publish("", allowing("confirmed.test")).body();

        assertThat(published.path("nodes"))
                .extracting(node -> node.path("node").asText())
                .contains("good", "bad");
        var topicId = published.path("topicId").asText();
        long offset = published.path("offset").asLong();
        var path = "/v1/policy/confirmations?topicId=" + topicId + "&offset=" + offset;
        assertThat(node(distributor.get(path).body(), "good").path("confirmed").asBoolean())
                .isFalse();

        var confirmedAt = say("good", State.READY, 2, new Applied(topicId, offset), null);
        say("good", State.READY, 2, new Applied(topicId, offset), null);
        say("bad", State.DEGRADED, 1, new Applied(topicId, offset), offset);

        var good = awaitNode(path, "good", "confirmed", "true");
        assertThat(Instant.parse(good.path("at").asText())).isEqualTo(confirmedAt);
        assertThat(Instant.parse(published.path("at").asText())).isBeforeOrEqualTo(confirmedAt);
        assertThat(good.path("revision").asLong()).isEqualTo(2);
        var bad = awaitNode(path, "bad", "error", "it does not compile");
        assertThat(bad.path("confirmed").asBoolean()).isFalse();
        assertThat(bad.path("at").isNull()).isTrue();
    }

    @Test
    void aRevisionRisesAboveWhatALiveNodeReports() throws Exception {
        say("ahead", State.READY, 500, null, null);
        awaitNode("/v1/fleet", "ahead", "revision", "500");

        var revision = distributor.publish("", allowing("ahead.test")).body().path("revision");

        assertThat(revision.asLong()).isEqualTo(501);
    }
}
