package io.tollhouse.process.kafka;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Writes records to the first partition of a topic, one at a time, for a thread that may wait for each. For one thread only. */
public final class RecordWriter implements AutoCloseable {
    private static final int BLOCK_MILLIS = 2_000;
    private static final int DELIVERY_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final long BYTES = 1L << 20;

    private final Topic topic;
    private final Producer<byte[], byte[]> producer;

    private RecordWriter(Topic topic, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /**
     * Opens one, when the topic is there.
     *
     * @param role of the client, as Kafka's logs name it
     * @throws KafkaTrouble where it is missing, or Kafka does not say
     */
    public static RecordWriter open(KafkaAccess access, KafkaDesk desk, Topic topic, String role)
            throws KafkaTrouble, InterruptedException {
        desk.describe(topic);
        return new RecordWriter(topic, new KafkaProducer<>(access.writer(role, properties())));
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.BUFFER_MEMORY_CONFIG, BYTES);
    }

    /**
     * Writes one, and returns when Kafka has it.
     *
     * @throws KafkaTrouble where that is not known after ten seconds, or it is refused; another writer is to be opened then
     */
    public void write(String key, byte[] value) throws KafkaTrouble, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic.name(), 0, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (ExecutionException | KafkaException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw KafkaTrouble.of("writing " + topic.name(), Right.on(topic, Operation.WRITE), cause);
        }
    }

    /** Waits for nothing. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // a producer does not close on a thread that is
        producer.close(Duration.ZERO);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
