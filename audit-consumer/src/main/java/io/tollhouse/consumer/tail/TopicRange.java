package io.tollhouse.consumer.tail;

import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import io.tollhouse.contract.fleet.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What the audit topic has of a time, a partition after the other, so that each stream comes in its order. For one thread only. */
final class TopicRange {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Kafka is away when nothing comes for so long although something is there. */
    private static final int EMPTY_POLLS = 40;

    private static final int LIVELY_POLLS = 10;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Range> ranges = new TreeMap<>();
    private long records;
    private long others;

    private record Range(TopicPartition partition, long from, long to) {}

    private TopicRange(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Finds where the time lies, by when brokers appended. */
    static TopicRange find(Consumer<byte[], byte[]> consumer, int partitions, Instant since, Instant until) {
        var all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topic.AUDIT.name(), partition))
                .toList();
        var range = new TopicRange(consumer);
        var ends = consumer.endOffsets(all);
        var from = offsets(consumer, all, since, ends);
        var to = offsets(consumer, all, until, ends);
        for (var partition : all) {
            range.ranges.put(
                    partition.partition(),
                    new Range(partition, from.getOrDefault(partition, 0L), to.getOrDefault(partition, 0L)));
        }
        return range;
    }

    private static Map<TopicPartition, Long> offsets(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> all, Instant time, Map<TopicPartition, Long> ends) {
        var asked = new HashMap<TopicPartition, Long>();
        all.forEach(partition -> asked.put(partition, Math.max(0, time.toEpochMilli())));
        var found = new HashMap<>(ends);
        consumer.offsetsForTimes(asked).forEach((partition, offset) -> {
            if (offset != null) {
                found.put(partition, offset.offset());
            }
        });
        return found;
    }

    /** How many there are, those that are no records among them. */
    long total() {
        return ranges.values().stream()
                .mapToLong(range -> Math.max(0, range.to() - range.from()))
                .sum();
    }

    /**
     * Passes them on, and says at the end how many they were. Without that line it is not all.
     *
     * @throws IOException where the client has gone
     */
    void copy(OutputStream out, BooleanSupplier stopping) throws IOException {
        try {
            for (var range : ranges.values()) {
                if (!copied(range, out, stopping)) {
                    return;
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return; // the missing line tells the client
        }
        var end = "{\"tollhouse.topic.records\": %d, \"tollhouse.topic.others\": %d}\n".formatted(records, others);
        out.write(end.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private boolean copied(Range range, OutputStream out, BooleanSupplier stopping) throws IOException {
        if (range.from() >= range.to()) {
            return true;
        }
        consumer.assign(List.of(range.partition()));
        consumer.seek(range.partition(), range.from());
        int empty = 0;
        while (consumer.position(range.partition()) < range.to()) {
            if (stopping.getAsBoolean() || empty == EMPTY_POLLS) {
                return false;
            }
            var some = consumer.poll(POLL);
            empty = some.isEmpty() ? empty + 1 : 0;
            for (var record : some) {
                if (record.offset() < range.to()) {
                    line(record.value(), out);
                }
            }
            if (empty > 0 && empty % LIVELY_POLLS == 0) {
                out.write('\n');
            }
            out.flush();
        }
        return true;
    }

    /** What is no record could break the client's lines. */
    private void line(byte @Nullable [] value, OutputStream out) throws IOException {
        try {
            out.write(CheckedRecord.of(value).bytes());
            out.write('\n');
            records++;
        } catch (NotARecord e) {
            others++;
        }
    }
}
