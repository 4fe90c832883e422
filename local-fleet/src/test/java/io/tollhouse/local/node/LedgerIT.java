package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.ledger.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
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
class LedgerIT {
    private static final int AGENTS = 100;
    private static final Duration DEADLINE = Duration.ofMillis(500);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static int boots;

    @TempDir
    Path node;

    private final Health health = new Health();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String boot = "";
    private KafkaAccess access;
    private KafkaDesk desk;
    private Ledger ledger;
    private final Queue<Runnable> owed = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = TestBroker.start(folder);
        broker.create(Topic.AUDIT, Topic.CHECKPOINT);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeLedger() {
        access = new KafkaAccess(List.of(broker.address()), Map.of(), "node-1");
        desk = new KafkaDesk(access);
        ledger = ledger(AuditLevel.REPLICATED, 64 << 20);
    }

    /** Of the next run. */
    private Ledger ledger(AuditLevel level, long budget) {
        boot = "%012x".formatted(++boots);
        return new Ledger(
                new Ledger.Writer("f-1", "node-1", boot, "test"),
                new Ledger.Terms(node, true, budget, level, DEADLINE),
                access,
                desk,
                health,
                meters,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws InterruptedException {
        ledger.stop(Duration.ofSeconds(5));
        desk.close();
    }

    private static AuditEvent event(Stage stage, String requestId) {
        return AuditEvent.of(stage, Instant.now(), "connect", requestId)
                .text(AuditField.USER_NAME, "agent-" + requestId.hashCode() % AGENTS)
                .text(AuditField.DESTINATION_DOMAIN, "example.test");
    }

    private static boolean hold(Recorder.Stream stream, String requestId) throws Exception {
        return stream.hold(event(Stage.ADMISSION, requestId), null)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** A stream of this test's thread, which does what is asked of it when it waits: nobody else may. */
    private Recorder.Stream open() {
        return ledger.open(owed::add);
    }

    private void awaitSent() {
        Awaitility.await("everything is sent").atMost(Duration.ofSeconds(60)).until(() -> {
            for (var task = owed.poll(); task != null; task = owed.poll()) {
                task.run();
            }
            return ledger.waitingBytes() == 0;
        });
    }

    private void startAndAwaitKafka() {
        ledger.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> health.isReady());
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    /** All records of this boot, by partition, without those about streams. */
    private List<ConsumerRecord<byte[], byte[]>> written() {
        return written(boot);
    }

    private List<ConsumerRecord<byte[], byte[]>> written(String boot) {
        return on(Topic.AUDIT).stream()
                .filter(record ->
                        new String(record.key(), StandardCharsets.UTF_8).contains(boot) && !isOfStreams(record))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> on(Topic topic) {
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address().toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class))) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void aHeldRecordIsOnTheTopicWithItsKeyAndId() throws Exception {
        startAndAwaitKafka();
        var stream = open();

        assertThat(hold(stream, "r-1")).isTrue();
        assertThat(hold(stream, "r-2")).isTrue();

        var records = written();
        assertThat(records)
                .extracting(r -> new String(r.key(), StandardCharsets.UTF_8))
                .containsExactly("node-1/" + boot + "/0001", "node-1/" + boot + "/0001");
        assertThat(records)
                .extracting(r -> new String(r.value(), StandardCharsets.UTF_8))
                .first()
                .asString()
                .contains(new EventId("node-1", boot, 1, 1).toString());
        assertThat(ledger.waitingBytes()).isZero();
        assertThat(count("tollhouse.audit.records", "stage", "admission")).isEqualTo(2);
    }

    @Test
    void eachStreamKeepsItsOrderInOnePartition() throws Exception {
        startAndAwaitKafka();
        var streams = List.of(open(), open(), open());
        for (int i = 0; i < 500; i++) {
            for (var stream : streams) {
                stream.note(event(Stage.REFUSAL, "r-" + i));
            }
        }
        awaitSent();

        var byKey = written().stream()
                .collect(java.util.stream.Collectors.groupingBy(r -> new String(r.key(), StandardCharsets.UTF_8)));
        assertThat(byKey).hasSize(3);
        byKey.forEach((key, records) -> {
            assertThat(records).hasSize(500);
            assertThat(records.stream().map(ConsumerRecord::partition).distinct())
                    .hasSize(1);
            for (int i = 0; i < 500; i++) {
                assertThat(new String(records.get(i).value(), StandardCharsets.UTF_8))
                        .contains("\"event.sequence\":" + (i + 1) + ",");
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
        var stream = open();
        assertThat(hold(stream, "before")).isTrue();

        broker.freeze();
        try {
            long began = System.nanoTime();
            var held = stream.hold(event(Stage.ADMISSION, "frozen"), null);
            stream.note(event(Stage.REFUSAL, "frozen"));
            assertThat(held.toCompletableFuture().get(10, TimeUnit.SECONDS)).isFalse();
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isBetween(DEADLINE, DEADLINE.plusMillis(500));
            Awaitility.await("it is counted after the answer").until(() -> count("tollhouse.audit.refused") == 1);
            assertThat(ledger.waitingBytes()).isPositive();
            Awaitility.await().until(() -> !health.isReady());
            assertThat(health.reasons().get(0).text()).contains("Kafka acknowledges no records since");
        } finally {
            broker.thaw();
        }

        awaitSent();
        Awaitility.await().until(health::isReady);
        assertThat(hold(stream, "after")).isTrue();
        assertThat(written()).hasSize(4);
        assertThat(count("tollhouse.audit.lost", "stage", "refusal")).isZero();
    }

    @Test
    void recordsFromBeforeKafkaWasThereReachIt() throws Exception {
        var stream = open();
        stream.note(event(Stage.REFUSAL, "early"));
        broker.freeze();
        try {
            ledger.start();
            assertThat(hold(stream, "too-early")).isFalse();
            assertThat(health.isReady()).isFalse();
        } finally {
            broker.thaw();
        }

        awaitSent();
        assertThat(hold(stream, "now")).isTrue();
        assertThat(written()).hasSize(3);
    }

    @Test
    void aBrokerThatDiesAndComesBackGetsEverything() throws Exception {
        startAndAwaitKafka();
        var stream = open();
        assertThat(hold(stream, "before")).isTrue();

        broker.kill();
        for (int i = 0; i < 100; i++) {
            stream.note(event(Stage.OUTCOME, "during-" + i));
        }
        assertThat(hold(stream, "during")).isFalse();
        broker.startAgain();

        awaitSent();
        assertThat(hold(stream, "after")).isTrue();
        assertThat(written().stream().map(LedgerIT::sequence).distinct()).containsExactlyElementsOf(sequences(1, 104));
    }

    @Test
    void whatKafkaDoesNotTakeBeforeTheStopIsSentByTheNextRun() throws Exception {
        startAndAwaitKafka();
        var stream = open();
        assertThat(hold(stream, "before")).isTrue();
        var first = boot;
        broker.freeze();
        try {
            for (int i = 0; i < 10; i++) {
                stream.note(event(Stage.REFUSAL, "kept-" + i));
            }
            assertThat(ledger.stop(Duration.ofMillis(200))).isFalse();
        } finally {
            broker.thaw();
        }

        ledger = ledger(AuditLevel.WRITTEN, 64 << 20);
        ledger.start();

        awaitSent();
        assertThat(written(first)).extracting(LedgerIT::sequence).containsAll(sequences(1, 12));
        assertThat(written())
                .singleElement()
                .satisfies(record -> assertThat(text(record))
                        .as("the one that was admitted and has no outcome")
                        .contains("\"http.request.id\":\"before\"", "\"event.outcome\":\"unknown\""));
        assertThat(ledger.stop(Duration.ofSeconds(5))).isTrue();
        assertThat(filesOf(node)).containsExactly("boot-keys", "fleet", "partitions");
        assertThat(node.resolve("ledger/boot-keys")).isEmptyDirectory();
    }

    /** What stands on the checkpoint topic of a run, by kind. */
    private List<String> announced(String run) {
        return on(Topic.CHECKPOINT).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .filter(value -> value.contains("\"boot\":\"" + run + "\""))
                .map(value -> value.replaceFirst(".*\"kind\":\"([a-z-]+)\".*", "$1"))
                .toList();
    }

    @Test
    void theKeyOfARunIsToldOnceAndHowFarItHasComeAtItsEnd() throws Exception {
        startAndAwaitKafka();
        assertThat(hold(open(), "r-1")).isTrue();
        var run = boot;
        Awaitility.await().until(() -> announced(run).equals(List.of("boot-key")));

        assertThat(ledger.stop(Duration.ofSeconds(10))).isTrue();

        assertThat(announced(run)).containsExactly("boot-key", "heads");
    }

    @Test
    void theKeyOfARunThatNeverReachedKafkaIsToldByTheNextOne() throws Exception {
        var run = boot;
        ledger.stop(Duration.ZERO); // it never sent anything
        ledger = ledger(AuditLevel.WRITTEN, 64 << 20);
        ledger.start();

        Awaitility.await().untilAsserted(() -> assertThat(announced(run)).containsExactly("boot-key"));
        Awaitility.await().untilAsserted(() -> assertThat(announced(boot)).containsExactly("boot-key"));
    }

    @Test
    void aKeyThatTheDiskDoesNotTakeIsToldAllTheSame() throws Exception {
        ledger.stop(Duration.ZERO);
        var place = node.resolve("ledger/boot-keys");
        var aside = node.resolve("aside");
        Files.move(place, aside);
        Files.createFile(place); // no folder can be made there
        try {
            ledger = ledger(AuditLevel.WRITTEN, 64 << 20);
            ledger.start();

            Awaitility.await().untilAsserted(() -> assertThat(announced(boot)).containsExactly("boot-key"));
        } finally {
            Files.delete(place);
            Files.move(aside, place);
        }
    }

    @Test
    void withoutKafkaNothingWaitsAndNothingIsRefusedAtTheLevelWritten() throws Exception {
        ledger.stop(Duration.ofSeconds(5));
        ledger = ledger(AuditLevel.WRITTEN, 64 << 20);
        startAndAwaitKafka();
        var stream = open();
        broker.freeze();
        try {
            for (int i = 0; i < 6_000; i++) {
                assertThat(stream.hold(event(Stage.ADMISSION, "r-" + i), null).toCompletableFuture())
                        .isCompletedWithValue(true);
                stream.note(event(Stage.OUTCOME, "r-" + i));
                if (i % 500 == 499) { // no loop of a node is faster than its disk for long
                    assertThat(stream.hold(event(Stage.ADMISSION, "synced-" + i), AuditLevel.SYNCED)
                                    .toCompletableFuture()
                                    .get(10, TimeUnit.SECONDS))
                            .isTrue();
                }
            }
            assertThat(stream.hold(event(Stage.ADMISSION, "synced"), AuditLevel.SYNCED)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(stream.hold(event(Stage.ADMISSION, "replicated"), AuditLevel.REPLICATED)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .isFalse();
            Awaitility.await().until(() -> !health.reasons().isEmpty());
            assertThat(health.isReady()).isTrue();
        } finally {
            broker.thaw();
        }

        awaitSent();
        assertThat(written()).extracting(LedgerIT::sequence).containsAll(sequences(1, 12_015));
    }

    @Test
    void aFullLedgerRefusesDropsNothingThatWasAdmittedAndRecovers() throws Exception {
        ledger.stop(Duration.ofSeconds(5));
        ledger = ledger(AuditLevel.WRITTEN, 8 << 20);
        startAndAwaitKafka();
        var stream = open();
        broker.freeze();
        var taken = new AtomicInteger();
        try {
            // before the ledger is full a loop as fast as this one may find no file for a moment
            Awaitility.await("the ledger is full").until(() -> {
                while (hold(stream, "r-" + taken)) {
                    taken.incrementAndGet();
                }
                return ledger.waitingBytes() >= (8 << 20) / 16 * 15;
            });
            int admitted = taken.get();
            double refused = count("tollhouse.audit.refused");
            assertThat(hold(stream, "too much")).isFalse();
            assertThat(count("tollhouse.audit.refused")).isEqualTo(refused + 1);
            stream.note(event(Stage.REFUSAL, "dropped"));
            assertThat(count("tollhouse.audit.lost", "stage", "refusal")).isEqualTo(1);
            for (int i = 0; i < admitted; i++) {
                stream.note(event(Stage.OUTCOME, "r-" + i));
            }
            assertThat(count("tollhouse.audit.lost", "stage", "outcome")).isZero();
        } finally {
            broker.thaw();
        }

        awaitSent();
        assertThat(hold(stream, "again")).isTrue();
        stream.note(event(Stage.OUTCOME, "again"));
        awaitSent();
        var outcomes = written().stream()
                .map(LedgerIT::text)
                .filter(text -> text.contains("\"outcome\""))
                .toList();
        assertThat(outcomes).hasSize(taken.get() + 1);
        assertThat(written())
                .extracting(LedgerIT::sequence)
                .containsAll(sequences(1, written().size() + 1));
    }

    private static List<String> filesOf(Path node) throws IOException {
        try (var files = Files.list(node.resolve("ledger"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean isOfStreams(ConsumerRecord<byte[], byte[]> record) {
        return text(record).contains("\"tollhouse.stage\":\"stream\"");
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static long sequence(ConsumerRecord<byte[], byte[]> record) {
        var text = text(record);
        int at = text.indexOf("\"event.sequence\":") + 17;
        return Long.parseLong(text.substring(at, text.indexOf(',', at)));
    }

    private static List<Long> sequences(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
