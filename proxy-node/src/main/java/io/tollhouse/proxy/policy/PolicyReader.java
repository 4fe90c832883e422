package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the policy topic from its start, committed transactions only, in no group. Whether it is at the end is told by
 * position, since compaction and transactions leave offsets without a record. For one thread only.
 */
final class PolicyReader implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.POLICY.name(), 0);
    private static final byte[] POLICY_KEY = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);
    private static final int SHOWN_KEY = 32;

    private final Consumer<byte[], byte[]> consumer;

    private PolicyReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Opens a reader of a topic that was described before. */
    static PolicyReader open(KafkaAccess access) {
        var consumer = new KafkaConsumer<byte[], byte[]>(access.reader("policy", Map.of()));
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        return new PolicyReader(consumer);
    }

    /** Everything up to the end that the topic has now. */
    Batch readToEnd() throws Replaced {
        var batch = new Batch();
        long end = end();
        while (consumer.position(PARTITION) < end) {
            poll(Duration.ofSeconds(1), batch);
        }
        return batch;
    }

    /** What has come since; returns as soon as there is something, and after this time in any case. */
    Batch next(Duration atMost) throws Replaced {
        var batch = new Batch();
        poll(atMost, batch);
        return batch;
    }

    private void poll(Duration atMost, Batch batch) throws Replaced {
        try {
            consumer.poll(atMost).forEach(record -> sort(record, batch));
        } catch (OffsetOutOfRangeException e) {
            throw new Replaced();
        }
    }

    private static void sort(ConsumerRecord<byte[], byte[]> record, Batch batch) {
        if (record.value() == null) {
            batch.nothing(record.offset());
        } else if (Arrays.equals(record.key(), POLICY_KEY)) {
            batch.policy(record.offset(), record.value());
        } else {
            batch.unknown(record.offset(), shown(record.key()));
        }
    }

    private static String shown(byte[] key) {
        if (key == null) {
            return "none";
        }
        var text = new String(key, 0, Math.min(SHOWN_KEY, key.length), StandardCharsets.US_ASCII);
        return text.replaceAll("[^0-9A-Za-z._-]", "?");
    }

    /** Asks Kafka whether everything there is has been read. */
    boolean isAtEnd() throws Replaced {
        long position = consumer.position(PARTITION);
        long end = end();
        if (position > end) {
            throw new Replaced();
        }
        return position == end;
    }

    private long end() {
        var end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
        return end == null ? Long.MAX_VALUE : end;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
