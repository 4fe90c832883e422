package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the policy topic, or its history, from its start, committed transactions only, in no group. Whether it is at the end is told by
 * position, since compaction and transactions leave offsets without a record. For one thread only.
 */
final class PolicyReader implements AutoCloseable {
    private static final byte[] POLICY_KEY = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);
    private static final byte[] OVERLAY_KEY = Topic.OVERLAY_KEY.getBytes(StandardCharsets.UTF_8);
    private static final byte[] OVERLAY_HISTORY = Topic.OVERLAY_HISTORY.getBytes(StandardCharsets.UTF_8);
    private static final int SHOWN_KEY = 32;

    /** The broker answers at once when there is something; until then, the rarer it is asked the more nodes it can have. */
    private static final int FETCH_WAIT_MILLIS = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Topic topic;
    private final TopicPartition partition;

    private final Supplier<Batch> batches;

    private PolicyReader(Consumer<byte[], byte[]> consumer, Topic topic, Supplier<Batch> batches) {
        this.consumer = consumer;
        this.batches = batches;
        this.topic = topic;
        this.partition = new TopicPartition(topic.name(), 0);
    }

    /**
     * Opens a reader of the policy topic or its history, which was described before.
     *
     * @param batches empty ones, to read into
     */
    static PolicyReader open(KafkaAccess access, Topic topic, Supplier<Batch> batches) {
        var role = topic.equals(Topic.HISTORY) ? "policy-history" : "policy";
        var reader = new PolicyReader(
                new KafkaConsumer<>(
                        access.reader(role, Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS))),
                topic,
                batches);
        reader.consumer.assign(List.of(reader.partition));
        reader.consumer.seekToBeginning(List.of(reader.partition));
        return reader;
    }

    /** Everything up to the end that the topic has now; less than that once it is told to give up. */
    Batch readToEnd(BooleanSupplier givesUp) throws Replaced {
        var batch = batches.get();
        long end = end();
        while (consumer.position(partition) < end && !givesUp.getAsBoolean()) {
            poll(Duration.ofSeconds(1), batch);
        }
        return batch;
    }

    /** What has come since; returns as soon as there is something, and after this time in any case. */
    Batch next(Duration atMost) throws Replaced {
        var batch = batches.get();
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

    private void sort(ConsumerRecord<byte[], byte[]> record, Batch batch) {
        if (record.value() == null) {
            batch.nothing(record.offset());
        } else if (topic.equals(Topic.HISTORY)) {
            sortHistory(record, batch);
        } else if (Arrays.equals(record.key(), POLICY_KEY)) {
            batch.policy(record.offset(), record.value());
        } else if (Arrays.equals(record.key(), OVERLAY_KEY)) {
            batch.overlay(record.offset(), record.value());
        } else {
            batch.unknown(record.offset(), shown(record.key()));
        }
    }

    /** There the keys of policies are their revisions, and those of overlays theirs behind a word. */
    private static void sortHistory(ConsumerRecord<byte[], byte[]> record, Batch batch) {
        var key = record.key();
        int common = OVERLAY_HISTORY.length;
        if (key != null && key.length > common && Arrays.equals(key, 0, common, OVERLAY_HISTORY, 0, common)) {
            batch.overlay(record.offset(), record.value());
        } else {
            batch.policy(record.offset(), record.value());
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
        long position = consumer.position(partition);
        long end = end();
        if (position > end) {
            throw new Replaced();
        }
        return position == end;
    }

    private long end() {
        var end = consumer.endOffsets(List.of(partition)).get(partition);
        return end == null ? Long.MAX_VALUE : end;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
