package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the fleet topic, in no group. For one thread only. */
final class StatusReader implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.FLEET.name(), 0);

    /** A fleet of 5,000 nodes writes as many statuses in 5 seconds. */
    private static final int MAX_RECORDS = 5_000;

    private final Consumer<byte[], byte[]> consumer;

    private StatusReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Opens a reader of a topic that was described before. */
    static StatusReader open(KafkaAccess access) {
        var consumer = new KafkaConsumer<byte[], byte[]>(
                access.reader("twins", Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS)));
        consumer.assign(List.of(PARTITION));
        return new StatusReader(consumer);
    }

    /** Goes on with the first record that was appended then or later. */
    void from(long millis) {
        var found = consumer.offsetsForTimes(Map.of(PARTITION, millis)).get(PARTITION);
        if (found == null) {
            consumer.seekToEnd(List.of(PARTITION));
        } else {
            consumer.seek(PARTITION, found.offset());
        }
    }

    /** Goes on with this record. */
    void at(long offset) {
        consumer.seek(PARTITION, offset);
    }

    /** What there is; empty when nothing comes within this time. */
    Iterable<ConsumerRecord<byte[], byte[]>> next(Duration atMost) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(atMost);
        return records.records(PARTITION);
    }

    /** Of the record that comes next. */
    long position() {
        return consumer.position(PARTITION);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
