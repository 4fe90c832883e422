package io.tollhouse.consumer.tail;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all partitions of the audit topic from where they end when it is opened, in no group. For one thread only. */
final class TailReader implements AutoCloseable {
    private static final int FETCH_BYTES = 512 << 10;
    private static final int PARTITION_BYTES = 256 << 10;
    private static final int POLL_RECORDS = 500;

    private final Consumer<byte[], byte[]> consumer;

    private TailReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Returns when it stands at the end of every partition: what is written from then on comes. */
    static TailReader open(KafkaAccess access, int partitions) {
        var consumer = new KafkaConsumer<byte[], byte[]>(access.reader(
                "tail",
                Map.of(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        POLL_RECORDS,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        FETCH_BYTES,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        PARTITION_BYTES)));
        var all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topic.AUDIT.name(), partition))
                .toList();
        try {
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
        return new TailReader(consumer);
    }

    Iterable<ConsumerRecord<byte[], byte[]>> next(Duration atMost) {
        return consumer.poll(atMost);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
