package io.tollhouse.distributor.follow;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the only partition of topics that were described before, in no group. For one thread only. */
public final class TopicReader implements AutoCloseable {
    private static final Duration ONE_RECORD = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private TopicReader(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
        consumer.assign(partitions);
    }

    static TopicReader open(KafkaAccess access, String role, List<Topic> topics) {
        var consumer = new KafkaConsumer<byte[], byte[]>(access.reader(role, Map.of()));
        return new TopicReader(
                consumer, topics.stream().map(TopicReader::partition).toList());
    }

    static TopicPartition partition(Topic topic) {
        return new TopicPartition(topic.name(), 0);
    }

    /**
     * One record of a topic.
     *
     * @param offset at which a committed record was seen before
     * @throws KafkaTrouble where Kafka does not give it
     */
    public static Optional<ConsumerRecord<byte[], byte[]>> at(KafkaAccess access, Topic topic, long offset)
            throws KafkaTrouble {
        try (var reader = open(access, "record", List.of(topic))) {
            reader.consumer.seek(partition(topic), offset);
            for (var record : reader.consumer.poll(ONE_RECORD)) {
                if (record.offset() == offset) {
                    return Optional.of(record);
                }
            }
            return Optional.empty();
        } catch (OffsetOutOfRangeException e) {
            return Optional.empty();
        } catch (KafkaException e) {
            throw KafkaTrouble.of("reading " + topic.name(), Right.on(topic, Operation.READ), e);
        }
    }

    void fromTheStart() {
        consumer.seekToBeginning(partitions);
    }

    /** What has come since; returns as soon as there is something, and after this time in any case. */
    ConsumerRecords<byte[], byte[]> next(Duration atMost) throws Replaced {
        try {
            return consumer.poll(atMost);
        } catch (OffsetOutOfRangeException e) {
            throw new Replaced();
        }
    }

    /** By topic. Asks Kafka only where nothing was read yet. */
    Map<String, Long> positions() {
        var positions = new HashMap<String, Long>();
        partitions.forEach(partition -> positions.put(partition.topic(), consumer.position(partition)));
        return positions;
    }

    /** Asks Kafka whether everything there is has been read. */
    boolean isAtEnd() throws Replaced {
        var ends = consumer.endOffsets(partitions);
        boolean all = true;
        for (var partition : partitions) {
            long position = consumer.position(partition);
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            if (position > end) {
                throw new Replaced();
            }
            all &= position == end;
        }
        return all;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
