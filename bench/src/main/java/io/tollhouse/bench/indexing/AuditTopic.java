package io.tollhouse.bench.indexing;

import io.tollhouse.contract.settings.HostPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The audit topic of a fleet, and how far the consumers' group has come on it. */
public final class AuditTopic implements AutoCloseable {
    private static final String NAME = "tollhouse.audit";
    private static final String GROUP = "tollhouse-audit";

    /** A question costs Kafka and this process about a millisecond, which what is measured would lack. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final HostPort kafka;
    private final Admin admin;

    public AuditTopic(HostPort kafka) {
        this.kafka = kafka;
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.toString()));
    }

    public int partitions() throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(NAME))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get()
                .partitions()
                .size();
    }

    /** Sends all of them, and returns when Kafka has them. */
    public void send(Trail trail) throws ExecutionException, InterruptedException {
        var settings = Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.toString(),
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var failed = new CompletableFuture<Void>();
            for (var item : trail.records()) {
                var unused = producer.send(
                        new ProducerRecord<>(
                                NAME, item.partition(), item.key().getBytes(StandardCharsets.UTF_8), item.bytes()),
                        (sent, e) -> {
                            if (e != null) {
                                failed.completeExceptionally(e);
                            }
                        });
            }
            producer.flush();
            failed.complete(null);
            failed.get();
        }
    }

    /** Waits until the group has committed all that stands on the topic now. */
    public void awaitCommitted() throws ExecutionException, InterruptedException {
        var ends = ends();
        while (!isCommitted(ends)) {
            Thread.sleep(POLL.toMillis());
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < partitions(); partition++) {
            asked.put(new TopicPartition(NAME, partition), OffsetSpec.latest());
        }
        var ends = new HashMap<TopicPartition, Long>();
        for (var end : admin.listOffsets(asked).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private boolean isCommitted(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().filter(end -> end.getValue() > 0).allMatch(end -> {
            var offset = committed.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue();
        });
    }

    @Override
    public void close() {
        admin.close();
    }
}
