package io.tollhouse.local.node;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.settings.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Everything that nodes said of themselves, not only their last words. For one thread. */
public final class FleetLog implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.FLEET.name(), 0);

    private final Consumer<byte[], byte[]> consumer;
    private final List<NodeStatus> said = new ArrayList<>();

    public FleetLog(HostPort broker) {
        consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    /** All of it up to now, in order. */
    public List<NodeStatus> said() throws NotBelieved {
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        while (consumer.position(PARTITION) < end) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                said.add(NodeStatus.read(record.value()));
            }
        }
        return List.copyOf(said);
    }

    /** What a node said last; empty where it never spoke. */
    public Optional<NodeStatus> last(String node) throws NotBelieved {
        return said().stream().filter(status -> status.node().equals(node)).reduce((earlier, later) -> later);
    }

    /** Waits until each of these nodes has acted on a record of the policy topic without an error, or enforces a later one. */
    public void awaitConfirmed(List<String> nodes, String topicId, long offset, Duration limit) {
        for (var node : nodes) {
            Awaitility.await(node + " confirms offset " + offset)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> last(node)
                            .filter(status -> status.confirms(topicId, offset))
                            .isPresent());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
