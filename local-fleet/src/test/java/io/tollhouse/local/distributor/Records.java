package io.tollhouse.local.distributor;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.settings.HostPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on topics of one partition. */
public final class Records {
    private Records() {}

    /** Everything that is committed, from the start; records without a value are left out. */
    public static List<ConsumerRecord<String, byte[]>> committed(HostPort broker, Topic topic) {
        var partition = new TopicPartition(topic.name(), 0);
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = reader(broker, partition)) {
            long end = end(consumer, partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        found.removeIf(record -> record.value() == null);
        return found;
    }

    /** Up to where it can be read: the first record of an open transaction, where there is one. */
    static long end(HostPort broker, Topic topic) {
        var partition = new TopicPartition(topic.name(), 0);
        try (var consumer = reader(broker, partition)) {
            return end(consumer, partition);
        }
    }

    /** Writes a record without a value in no transaction; its offset. */
    static long writeEmpty(HostPort broker, Topic topic) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<byte[], byte[]>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var key = "nothing".getBytes(StandardCharsets.UTF_8);
            return producer.send(new ProducerRecord<>(topic.name(), 0, key, null))
                    .get()
                    .offset();
        }
    }

    private static Consumer<String, byte[]> reader(HostPort broker, TopicPartition partition) {
        var consumer = new KafkaConsumer<String, byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.toString(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"));
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    private static long end(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }
}
