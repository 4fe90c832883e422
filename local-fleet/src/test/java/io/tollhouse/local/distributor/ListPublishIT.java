package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.local.node.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publish writes of list files on real topics. The tests share one line of revisions. */
class ListPublishIT {
    private static final int NAMES = 100_000;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor distributor;
    private static ListPublisher publisher;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        distributor = TestDistributor.ready(broker.address(), folder, "reads");
        publisher = new ListPublisher(broker.address(), folder);
    }

    @AfterAll
    static void stop() {
        publisher.close();
        distributor.close();
        broker.close();
    }

    private static ListFile names(int first) {
        var text = IntStream.range(first, first + NAMES)
                .mapToObj(i -> "name-" + i + ".blocked.test\n")
                .collect(Collectors.joining());
        return ListFile.read(text.getBytes(StandardCharsets.UTF_8), "names.txt");
    }

    private static void publish(String rule, ListFile names) throws Exception {
        publisher.publish(
                "{tollhouse: v1, policy: p, lists: {names: {file: names.txt}}, rules: [{id: " + rule
                        + ", to: ['list:names'], action: deny}]}",
                names);
    }

    private static ListPart inForce() {
        return Objects.requireNonNull(
                publisher.log.inForce().orElseThrow().lists().get("names.txt"));
    }

    /** Everything that can be read on the topic, in its order. */
    private static List<Chunk> onTopic() {
        return Records.committed(broker.address(), Topic.CHUNKS).stream()
                .peek(record -> assertThat(Digest.sha256(record.value())).isEqualTo(record.key()))
                .map(record -> new Chunk(record.key(), record.offset()))
                .toList();
    }

    @Test
    void theManifestNamesTheChunksWhereTheyAre() throws Exception {
        publish("a", names(0));

        assertThat(onTopic()).containsAll(inForce().chunks());
    }

    @Test
    void anotherRuleWritesNoChunkAndAnotherNameWritesWhatItTouches() throws Exception {
        publish("a", names(1_000_000));
        var before = onTopic();
        var list = inForce();

        publish("b", names(1_000_000));
        assertThat(onTopic()).isEqualTo(before);
        assertThat(inForce()).isEqualTo(list);

        publish("b", names(1_000_001)); // one more at the end, one less at the start
        assertThat(onTopic().size() - before.size()).isBetween(1, 3);
        assertThat(onTopic()).containsAll(inForce().chunks());
    }

    @Test
    void chunksThatAReplacedTopicHasLostAreWrittenAgain() throws Exception {
        publish("a", names(2_000_000));
        var before = inForce();
        broker.delete(Topic.CHUNKS);
        Awaitility.await().ignoreExceptions().until(() -> {
            broker.create(Topic.CHUNKS);
            return Records.committed(broker.address(), Topic.CHUNKS).isEmpty();
        });

        publish("b", names(2_000_000));

        assertThat(inForce().hash()).isEqualTo(before.hash());
        assertThat(onTopic()).containsExactlyElementsOf(inForce().chunks());
    }

    @Test
    void aListIsReadBackWithTheHostsThatWerePublished() throws Exception {
        publish("a", names(5_000_000));
        long revision = publisher.log.revisionInForce();

        var lists = "/v1/policy/revisions/" + revision + "/list?path=";
        Awaitility.await("the other distributor has read the revision")
                .untilAsserted(() -> assertThat(distributor
                                .get("/v1/policy")
                                .body()
                                .at("/revision")
                                .asLong())
                        .isEqualTo(revision));
        var list = distributor.get(lists + "names.txt");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.response().body().lines().sorted())
                .isEqualTo(IntStream.range(5_000_000, 5_000_000 + NAMES)
                        .mapToObj(i -> "name-" + i + ".blocked.test")
                        .toList());

        var text = distributor.get("/v1/policy").body();
        assertThat(text.at("/lists/0/path").asText()).isEqualTo("names.txt");
        assertThat(text.at("/lists/0/entries").asInt()).isEqualTo(NAMES);
        assertThat(distributor.get(lists + "other.txt").status()).isEqualTo(404);
        assertThat(distributor.get(lists + "other.txt").detail())
                .isEqualTo("revision " + revision + " has no list file of this path; it has names.txt");
    }

    /** As one that dies when its chunks are written and its manifest is not. */
    @Test
    void aPublishThatBrokeOffAfterItsChunksHidesNothingAndPutsNothingInForce() throws Exception {
        publish("a", names(3_000_000));
        var before = onTopic();
        var manifests = Records.committed(broker.address(), Topic.POLICY).size();
        var chunk = "half.test\n".getBytes(StandardCharsets.US_ASCII);
        var hash = Digest.sha256(chunk);
        try (var producer = new KafkaProducer<byte[], byte[]>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.address().toString(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        Topic.TRANSACTIONAL_ID),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(Topic.CHUNKS.name(), 0, hash.getBytes(StandardCharsets.US_ASCII), chunk))
                    .get();
            assertThat(onTopic()).isEqualTo(before);

            publish("b", names(4_000_000));
        }

        assertThat(onTopic()).extracting(Chunk::hash).doesNotContain(hash);
        assertThat(onTopic()).containsAll(inForce().chunks()).containsAll(before);
        assertThat(Records.committed(broker.address(), Topic.POLICY)).hasSize(manifests + 1);
    }
}
