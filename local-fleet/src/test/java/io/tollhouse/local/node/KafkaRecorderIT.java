package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.ledger.KafkaRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records when a real broker takes them, is frozen, dies or comes late. */
class KafkaRecorderIT {
    private static final Duration DEADLINE = Duration.ofMillis(500);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static int boots;

    private final Health health = new Health();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String boot = "%012x".formatted(++boots);
    private KafkaDesk desk;
    private KafkaRecorder recorder;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(folder);
        broker.create(Topic.AUDIT);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeRecorder() {
        var access = new KafkaAccess(List.of(broker.address()), Map.of(), "node-1");
        desk = new KafkaDesk(access);
        recorder = new KafkaRecorder(
                new KafkaRecorder.Writer("node-1", boot, "test"),
                DEADLINE,
                access,
                desk,
                health,
                meters,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws InterruptedException {
        recorder.stop(Duration.ofSeconds(5));
        desk.close();
    }

    private static AuditEvent event(Stage stage, String requestId) {
        return AuditEvent.of(stage, Instant.now(), "connect", requestId)
                .text(AuditField.DESTINATION_DOMAIN, "example.test");
    }

    private static boolean hold(Recorder.Stream stream, String requestId) throws Exception {
        return stream.hold(event(Stage.ADMISSION, requestId))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void startAndAwaitKafka() {
        recorder.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> health.isReady());
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    /** All records of this boot, by partition. */
    private List<ConsumerRecord<byte[], byte[]>> written() {
        var mine = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            var partitions = consumer.partitionsFor(Topic.AUDIT.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).contains(boot)) {
                        mine.add(record);
                    }
                });
            }
        }
        return mine;
    }

    @Test
    void aHeldRecordIsOnTheTopicWithItsKeyAndId() throws Exception {
        startAndAwaitKafka();
        var stream = recorder.open();

        assertThat(hold(stream, "r-1")).isTrue();
        assertThat(hold(stream, "r-2")).isTrue();

        var records = written();
        assertThat(records)
                .extracting(r -> new String(r.key(), StandardCharsets.UTF_8))
                .containsExactly("node-1/" + boot + "/0000", "node-1/" + boot + "/0000");
        assertThat(records)
                .extracting(r -> new String(r.value(), StandardCharsets.UTF_8))
                .first()
                .asString()
                .contains(new EventId("node-1", boot, 0, 0).toString());
        assertThat(recorder.waitingBytes()).isZero();
        assertThat(count("tollhouse.audit.records", "stage", "admission")).isEqualTo(2);
    }

    @Test
    void eachStreamKeepsItsOrderInOnePartition() throws Exception {
        startAndAwaitKafka();
        var streams = List.of(recorder.open(), recorder.open(), recorder.open());
        for (int i = 0; i < 500; i++) {
            for (var stream : streams) {
                stream.note(event(Stage.REFUSAL, "r-" + i));
            }
        }
        Awaitility.await().until(() -> recorder.waitingBytes() == 0);

        var byKey = written().stream()
                .collect(java.util.stream.Collectors.groupingBy(r -> new String(r.key(), StandardCharsets.UTF_8)));
        assertThat(byKey).hasSize(3);
        byKey.forEach((key, records) -> {
            assertThat(records).hasSize(500);
            assertThat(records.stream().map(ConsumerRecord::partition).distinct())
                    .hasSize(1);
            for (int i = 0; i < 500; i++) {
                assertThat(new String(records.get(i).value(), StandardCharsets.UTF_8))
                        .contains("\"event.sequence\":" + i + ",");
            }
        });
        assertThat(byKey.values().stream()
                        .map(records -> records.get(0).partition())
                        .distinct())
                .hasSize(3);
    }

    @Test
    void aFrozenBrokerRefusesWhatWaitsAndGetsEverythingLater() throws Exception {
        startAndAwaitKafka();
        var stream = recorder.open();
        assertThat(hold(stream, "before")).isTrue();

        broker.freeze();
        try {
            long began = System.nanoTime();
            var held = stream.hold(event(Stage.ADMISSION, "frozen"));
            stream.note(event(Stage.REFUSAL, "frozen"));
            assertThat(held.toCompletableFuture().get(10, TimeUnit.SECONDS)).isFalse();
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isBetween(DEADLINE, DEADLINE.plusMillis(500));
            Awaitility.await("it is counted after the answer").until(() -> count("tollhouse.audit.refused") == 1);
            assertThat(recorder.waitingBytes()).isPositive();
            Awaitility.await().until(() -> !health.isReady());
            assertThat(health.reasons().get(0).text()).contains("Kafka acknowledges no records since");
        } finally {
            broker.thaw();
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> recorder.waitingBytes() == 0);
        assertThat(health.isReady()).isTrue();
        assertThat(hold(stream, "after")).isTrue();
        assertThat(written()).hasSize(4);
        assertThat(count("tollhouse.audit.lost", "stage", "refusal")).isZero();
    }

    @Test
    void recordsFromBeforeKafkaWasThereReachIt() throws Exception {
        var stream = recorder.open();
        stream.note(event(Stage.REFUSAL, "early"));
        broker.freeze();
        try {
            recorder.start();
            assertThat(hold(stream, "too-early")).isFalse();
            assertThat(health.isReady()).isFalse();
        } finally {
            broker.thaw();
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> recorder.waitingBytes() == 0);
        assertThat(hold(stream, "now")).isTrue();
        assertThat(written()).hasSize(3);
    }

    @Test
    void aBrokerThatDiesAndComesBackGetsEverythingOnce() throws Exception {
        startAndAwaitKafka();
        var stream = recorder.open();
        assertThat(hold(stream, "before")).isTrue();

        broker.kill();
        for (int i = 0; i < 100; i++) {
            stream.note(event(Stage.OUTCOME, "during-" + i));
        }
        assertThat(hold(stream, "during")).isFalse();
        broker.startAgain();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> recorder.waitingBytes() == 0);
        assertThat(hold(stream, "after")).isTrue();
        assertThat(written()).hasSize(103);
    }

    @Test
    void whatKafkaDoesNotTakeBeforeTheStopIsCounted() throws Exception {
        startAndAwaitKafka();
        var stream = recorder.open();
        assertThat(hold(stream, "before")).isTrue();
        broker.freeze();
        try {
            for (int i = 0; i < 10; i++) {
                stream.note(event(Stage.OUTCOME, "lost-" + i));
            }
            recorder.stop(Duration.ofMillis(200));
            assertThat(recorder.waitingBytes()).isZero();
            assertThat(count("tollhouse.audit.lost", "stage", "outcome")).isEqualTo(10);
        } finally {
            broker.thaw();
        }
    }
}
