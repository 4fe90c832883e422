package io.tollhouse.consumer.slice;

import io.tollhouse.contract.fleet.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Some of one partition of the audit topic.
 *
 * @param from offset of the first
 * @param to offset behind the last
 */
public record Slice(int partition, long from, long to) {
    /**
     * Where a time lies on the topic, by when brokers appended: a slice of each partition that has something of it.
     *
     * @param until exclusive
     */
    public static List<Slice> of(Consumer<byte[], byte[]> consumer, int partitions, Instant since, Instant until) {
        var all = IntStream.range(0, partitions).mapToObj(Slice::of).toList();
        var ends = consumer.endOffsets(all);
        var from = offsets(consumer, since, ends);
        var to = offsets(consumer, until, ends);
        return all.stream()
                .map(partition -> new Slice(
                        partition.partition(), from.getOrDefault(partition, 0L), to.getOrDefault(partition, 0L)))
                .filter(slice -> slice.size() > 0)
                .toList();
    }

    private static Map<TopicPartition, Long> offsets(
            Consumer<byte[], byte[]> consumer, Instant time, Map<TopicPartition, Long> ends) {
        var asked = new HashMap<TopicPartition, Long>();
        ends.keySet().forEach(partition -> asked.put(partition, Math.max(0, time.toEpochMilli())));
        var found = new HashMap<>(ends);
        consumer.offsetsForTimes(asked).forEach((partition, offset) -> {
            if (offset != null) {
                found.put(partition, offset.offset());
            }
        });
        return found;
    }

    private static TopicPartition of(int partition) {
        return new TopicPartition(Topic.AUDIT.name(), partition);
    }

    /** As Kafka's client has it. */
    public TopicPartition topicPartition() {
        return of(partition);
    }

    /** How many there are at most. */
    public long size() {
        return Math.max(0, to - from);
    }
}
