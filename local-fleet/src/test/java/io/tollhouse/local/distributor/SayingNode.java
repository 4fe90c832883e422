package io.tollhouse.local.distributor;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NodeStatus.Applied;
import io.tollhouse.contract.fleet.NodeStatus.State;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.settings.HostPort;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A node that does nothing but say what it has in force. */
final class SayingNode implements AutoCloseable {
    private final String name;
    private final Producer<byte[], byte[]> producer;

    SayingNode(String name, HostPort broker) {
        this.name = name;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.toString(),
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class));
    }

    /** When the broker appended it. */
    Instant says(@Nullable String overlay, @Nullable Applied overlayApplied, long tunnelsCut) throws Exception {
        var status = new NodeStatus(
                NodeStatus.VERSION,
                name,
                "00000000000a",
                "test",
                "127.0.0.1:3128",
                State.READY,
                overlayApplied,
                1,
                "hash",
                overlay,
                List.of("allow"),
                List.of(),
                0,
                0,
                0,
                tunnelsCut,
                null,
                null,
                overlayApplied,
                null,
                null,
                null);
        var key = status.key().getBytes(StandardCharsets.UTF_8);
        var sent = producer.send(new ProducerRecord<>(Topic.FLEET.name(), key, status.toBytes()));
        return Instant.ofEpochMilli(sent.get().timestamp());
    }

    @Override
    public void close() {
        producer.close();
    }
}
