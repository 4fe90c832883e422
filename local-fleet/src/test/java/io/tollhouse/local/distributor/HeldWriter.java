package io.tollhouse.local.distributor;

import io.tollhouse.contract.fleet.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A distributor in the middle of a publish, as a process of its own: begins as the publisher does, says {@code sent} when
 * Kafka has both records of the open transaction, commits when it reads a line, and says what came of it.
 */
final class HeldWriter {
    private HeldWriter() {}

    /** Arguments: the broker, a file that holds the signed manifest, its revision, milliseconds of the transaction's timeout. */
    public static void main(String[] args) throws Exception {
        var manifest = Files.readAllBytes(Path.of(args[1]));
        try (var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                args[0],
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Topic.TRANSACTIONAL_ID,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Integer.parseInt(args[3]),
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(Topic.POLICY, Topic.POLICY_KEY, manifest)).get();
            producer.send(record(Topic.HISTORY, args[2], manifest)).get();
            System.out.println("sent");
            if (System.in.read() == '\n') {
                System.out.println(commit(producer));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic, String key, byte[] value) {
        return new ProducerRecord<>(topic.name(), 0, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static String commit(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.commitTransaction();
            return "committed";
        } catch (KafkaException e) {
            return "refused: " + e.getClass().getSimpleName();
        }
    }
}
