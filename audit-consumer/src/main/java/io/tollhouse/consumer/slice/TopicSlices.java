package io.tollhouse.consumer.slice;

import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Reads slices of the audit topic, each with a consumer of its own that belongs to no group. Safe from any thread. */
public final class TopicSlices {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Kafka is away when nothing comes for so long although something is there. */
    private static final int EMPTY_POLLS = 20;

    private static final int BYTES = 4 << 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;

    public TopicSlices(KafkaAccess access, KafkaDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    /**
     * What a topic has of a time.
     *
     * @param topicId Kafka's own id of it, to be given with each slice
     */
    public record Found(String topicId, List<Slice> slices) {}

    /** One message. */
    public record Message(Source source, byte @Nullable [] value) {}

    /**
     * Some messages of a slice.
     *
     * @param next offset of the first that is not among them
     */
    public record Taken(List<Message> messages, long next) {}

    private interface Reading<T> {
        T read(KafkaDesk.Described topic, Consumer<byte[], byte[]> consumer) throws TopicUnavailable;
    }

    /** Finds where a time lies, by when brokers appended. */
    public Found find(Instant since, Instant until) throws TopicUnavailable, InterruptedException {
        return reading(1, (topic, consumer) -> {
            return new Found(topic.id(), Slice.of(consumer, topic.partitions(), since, until));
        });
    }

    /**
     * Takes the first messages of a slice.
     *
     * @param topicId of the topic in which the slice was found
     * @param most of them
     * @throws TopicUnavailable where Kafka does not give them now, or the topic is another one
     */
    public Taken take(String topicId, Slice slice, int most) throws TopicUnavailable, InterruptedException {
        return reading(most, (topic, consumer) -> {
            if (!topic.id().equals(topicId) || slice.partition() >= topic.partitions()) {
                throw new TopicUnavailable("the audit topic is another one now; begin anew");
            }
            var partition = slice.topicPartition();
            consumer.assign(List.of(partition));
            long start = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(start, slice.from()));
            return taken(topicId, slice, consumer, partition);
        });
    }

    private static Taken taken(String topicId, Slice slice, Consumer<byte[], byte[]> consumer, TopicPartition partition)
            throws TopicUnavailable {
        for (int empty = 0; consumer.position(partition) < slice.to(); empty++) {
            if (empty == EMPTY_POLLS) {
                throw new TopicUnavailable("Kafka gives nothing of partition " + slice.partition());
            }
            var messages = new ArrayList<Message>();
            for (var record : consumer.poll(POLL)) {
                if (record.offset() < slice.to()) {
                    var at = Instant.ofEpochMilli(record.timestamp());
                    messages.add(
                            new Message(new Source(topicId, record.partition(), record.offset(), at), record.value()));
                }
            }
            if (!messages.isEmpty()) {
                return new Taken(messages, Math.min(slice.to(), consumer.position(partition)));
            }
        }
        return new Taken(List.of(), slice.to());
    }

    private <T> T reading(int most, Reading<T> reading) throws TopicUnavailable, InterruptedException {
        try {
            var topic = desk.describe(Topic.AUDIT);
            var consumer = new KafkaConsumer<byte[], byte[]>(access.reader(
                    "slices",
                    Map.of(
                            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                            most,
                            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                            BYTES,
                            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                            BYTES)));
            try {
                return reading.read(topic, consumer);
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        } catch (KafkaTrouble e) {
            throw new TopicUnavailable(e.reason());
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw new TopicUnavailable(
                    "reading the audit topic: " + KafkaTrouble.sentence(Right.on(Topic.AUDIT, Operation.READ), e));
        }
    }
}
