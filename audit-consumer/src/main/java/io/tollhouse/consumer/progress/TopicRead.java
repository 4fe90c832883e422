package io.tollhouse.consumer.progress;

import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions of the progress topic to the end that they have when it begins. */
final class TopicRead {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;
    private final Duration limit;

    /** @param nanoTime of a clock that only goes forward */
    TopicRead(Consumer<byte[], byte[]> consumer, LongSupplier nanoTime, Duration limit) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        this.limit = limit;
    }

    /** @throws KafkaTrouble where it takes too long: half of what is known would be wrong */
    Map<Integer, Found> read(String topic, Set<Integer> numbers) throws KafkaTrouble {
        var partitions = numbers.stream()
                .map(number -> new TopicPartition(topic, number))
                .toList();
        var found = new HashMap<Integer, Found>();
        numbers.forEach(number -> found.put(number, new Found(number)));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        long start = nanoTime.getAsLong();
        for (var behind = behind(ends, partitions); !behind.isEmpty(); behind = behind(ends, behind)) {
            if (nanoTime.getAsLong() - start > limit.toNanos()) {
                throw new KafkaTrouble("reading %s took longer than %d s and was given up; still to read are %s"
                        .formatted(topic, limit.toSeconds(), behind));
            }
            for (var record : consumer.poll(POLL)) {
                Objects.requireNonNull(found.get(record.partition()))
                        .add(record.offset(), record.key(), record.value());
            }
        }
        return found;
    }

    /** By position: compaction leaves offsets without a record. */
    private List<TopicPartition> behind(Map<TopicPartition, Long> ends, List<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
                .toList();
    }
}
