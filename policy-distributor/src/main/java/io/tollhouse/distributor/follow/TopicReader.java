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
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the only partition of topics that were described before, in no group. For one thread only. */
public final class TopicReader implements AutoCloseable {
    private static final Duration ONE_RECORD = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private @Nullable Question open;

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

    /**
     * Asks Kafka what there is now, and says up to when everything was read: up to now, or up to an earlier question, since on a
     * topic on which many write there is always something that is not read yet. Empty where not even that is known.
     *
     * @param now of a monotonic clock
     */
    OptionalLong readUpTo(long now) throws Replaced {
        var question = new Question(now, consumer.endOffsets(partitions));
        if (partitions.stream().anyMatch(partition -> consumer.position(partition) > question.end(partition))) {
            throw new Replaced();
        }
        var earlier = open;
        var answered = isRead(question) ? question : earlier != null && isRead(earlier) ? earlier : null;
        open = answered == null && earlier != null ? earlier : question;
        return answered == null ? OptionalLong.empty() : OptionalLong.of(answered.asked());
    }

    private boolean isRead(Question question) {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= question.end(partition));
    }

    /** What there was at a moment. */
    private record Question(long asked, Map<TopicPartition, Long> ends) {
        long end(TopicPartition partition) {
            return ends.getOrDefault(partition, Long.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
