package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker, what is written to it, and the audit consumer's process with its API. */
final class ConsumerFleet implements AutoCloseable {
    static final Topic AUDIT = Topic.AUDIT.withPartitions(3);
    private static final Topic PROGRESS = Topic.PROGRESS.withPartitions(3);

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final TestBroker broker;
    private final Producer<byte[], byte[]> producer;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<PartProcess> started = new ArrayList<>();

    private ConsumerFleet(Path folder, TestBroker broker) {
        this.folder = folder;
        this.broker = broker;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address().toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static ConsumerFleet start(Path folder) throws IOException {
        var broker = TestBroker.start(folder);
        broker.create(AUDIT, PROGRESS, Topic.DEAD_LETTER);
        return new ConsumerFleet(folder, broker);
    }

    /** Starts a consumer, and does not wait for it. */
    TestConsumer consumer(String name, URI elasticsearch) throws IOException {
        var consumer = TestConsumer.start(broker.address(), folder, name, elasticsearch);
        started.add(consumer.process());
        return consumer;
    }

    /** The same, by a command before it and with more settings. */
    TestConsumer consumerBy(List<String> prefix, String name, URI elasticsearch, Map<String, String> more)
            throws IOException {
        var consumer = TestConsumer.startBy(prefix, broker.address(), folder, name, elasticsearch, more);
        started.add(consumer.process());
        return consumer;
    }

    /** Writes records in order to one partition, and returns when the broker has them. */
    void send(int partition, List<byte[]> values) throws Exception {
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (var value : values) {
            sent.add(producer.send(new ProducerRecord<>(AUDIT.name(), partition, null, value)));
        }
        for (var each : sent) {
            each.get(20, TimeUnit.SECONDS);
        }
    }

    void sendAll(int partition, List<AuditStream.Encoded> records) throws Exception {
        send(partition, records.stream().map(AuditStream.Encoded::bytes).toList());
    }

    /** The group's committed offset of a partition; 0 where there is none. */
    long committed(int partition) throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", broker.address().toString()))) {
            var offsets = admin.listConsumerGroupOffsets("tollhouse-audit")
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS);
            return Optional.ofNullable(offsets.get(new TopicPartition(AUDIT.name(), partition)))
                    .map(offset -> offset.offset())
                    .orElse(0L);
        }
    }

    long committedInAll() throws Exception {
        return committed(0) + committed(1) + committed(2);
    }

    /** Sets where the group stands in a partition, which only works while it has no members. */
    void commit(int partition, long offset, String metadata) throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", broker.address().toString()))) {
            admin.alterConsumerGroupOffsets(
                            "tollhouse-audit",
                            Map.of(
                                    new TopicPartition(AUDIT.name(), partition),
                                    new OffsetAndMetadata(offset, metadata)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** Drops the first records of a partition, as the topic's retention would. */
    void dropBefore(int partition, long offset) throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", broker.address().toString()))) {
            admin.deleteRecords(
                            Map.of(new TopicPartition(AUDIT.name(), partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** How many members the group has. */
    int members() throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", broker.address().toString()))) {
            return admin.describeConsumerGroups(List.of("tollhouse-audit"))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next()
                    .members()
                    .size();
        }
    }

    /** Everything on the dead-letter topic. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        try (var reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address().toString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = Stream.of(0, 1, 2)
                    .map(partition -> new TopicPartition(Topic.DEAD_LETTER.name(), partition))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            long end = reader.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().mapToLong(reader::position).sum() < end) {
                reader.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    /**
     * What the API answered.
     *
     * @param lines without their line ends
     */
    record Answer(
            int status,
            List<String> lines,
            long total,
            @Nullable String next) {
        String text() {
            return String.join("\n", lines);
        }
    }

    /** Asks for a path with parameters: name, value, name, value. */
    Answer get(URI api, String path, String... parameters) throws IOException, InterruptedException {
        var answer = client.send(
                request(api, path, parameters).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.body().lines().toList(),
                answer.headers().firstValueAsLong("X-Tollhouse-Total").orElse(-1),
                answer.headers().firstValue("X-Tollhouse-Next").orElse(null));
    }

    private static HttpRequest.Builder request(URI api, String path, String... parameters) {
        var query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? "?" : "&").append(parameters[i]).append('=');
            query.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return HttpRequest.newBuilder(api.resolve(path + query));
    }

    /** Everything that a query finds in the last day, by all its pages. */
    List<String> find(URI api, String query) throws IOException, InterruptedException {
        var found = new ArrayList<String>();
        var page = get(api, "/v1/audit", "q", query, "limit", "1000", "sort", "asc");
        while (true) {
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            found.addAll(page.lines());
            if (page.next() == null) {
                return found;
            }
            page = get(api, "/v1/audit", "after", page.next(), "limit", "1000");
        }
    }

    /** A tail that is being read. */
    record Following(int status, List<String> lines, Stream<String> answer) implements AutoCloseable {
        /** Goes away, as a client does. */
        @Override
        public void close() {
            answer.close();
        }
    }

    /** Follows a tail on a thread of its own, as soon as it has begun. Lines are none where it is refused. */
    Following tail(URI api, String query) throws IOException, InterruptedException {
        var lines = new CopyOnWriteArrayList<String>();
        var answer =
                client.send(request(api, "/v1/audit/tail", "q", query).build(), HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() == 200) {
            var reader = new Thread(() -> follow(answer.body(), lines), "tail");
            reader.setDaemon(true);
            reader.start();
        }
        return new Following(answer.statusCode(), lines, answer.body());
    }

    private static void follow(Stream<String> answer, List<String> lines) {
        try {
            answer.forEach(lines::add);
        } catch (UncheckedIOException e) {
            // closed by the test
        }
    }

    @Override
    public void close() {
        started.forEach(PartProcess::close);
        producer.close(Duration.ZERO);
        broker.close();
    }
}
