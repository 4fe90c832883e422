package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A producer that never gives up and never reorders. The one who sends must not wait: {@code send} blocks for metadata. */
final class AuditProducer implements AutoCloseable {
    /** How long one attempt to hand over may block, and so how long a stop may wait for it. */
    private static final int MAX_BLOCK_MILLIS = 1_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int BATCH_BYTES = 64 << 10;

    /** More than is ever under way, so that nobody waits for room. */
    private static final long PRODUCER_BYTES = 4 * Drain.UNDER_WAY;

    /**
     * With more, the second batch may find a leader that the first did not; a broker that never heard of the producer takes it, and then
     * refuses the first as out of order, which is tried again for ever.
     */
    private static final int MAX_IN_FLIGHT = 1;

    private final Producer<byte[], byte[]> producer;
    private final int partitions;

    /** @param partitions of the topic; of a topic that was made again with fewer, a stream takes another one */
    AuditProducer(KafkaAccess access, int partitions) {
        this.partitions = partitions;
        producer = new KafkaProducer<>(access.writer("audit", properties()));
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                MAX_IN_FLIGHT,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                PRODUCER_BYTES);
    }

    void send(SegmentHead whose, byte[] record, Callback answered) {
        var key = whose.id(0).topicKey().getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(Topic.AUDIT.name(), whose.partition() % partitions, key, record), answered);
    }

    /** Waits for nothing: what is under way then fails, and is dealt with as such. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // it would not wait for its last callbacks
        producer.close(Duration.ZERO);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
