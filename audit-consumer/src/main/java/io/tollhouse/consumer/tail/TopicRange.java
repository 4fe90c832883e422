package io.tollhouse.consumer.tail;

import io.tollhouse.consumer.slice.Slice;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What the audit topic has of a time, a partition after the other, so that each stream comes in its order. For one thread only. */
final class TopicRange {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Kafka is away when nothing comes for so long although something is there. */
    private static final int EMPTY_POLLS = 40;

    private static final int LIVELY_POLLS = 10;

    private final Consumer<byte[], byte[]> consumer;
    private final List<Slice> slices;
    private long records;
    private long others;

    private TopicRange(Consumer<byte[], byte[]> consumer, List<Slice> slices) {
        this.consumer = consumer;
        this.slices = slices;
    }

    /** Finds where the time lies, by when brokers appended. */
    static TopicRange find(Consumer<byte[], byte[]> consumer, int partitions, Instant since, Instant until) {
        return new TopicRange(consumer, Slice.of(consumer, partitions, since, until));
    }

    /** How many there are, those that are no records among them. */
    long total() {
        return slices.stream().mapToLong(Slice::size).sum();
    }

    /**
     * Passes them on, and says at the end how many they were. Without that line it is not all.
     *
     * @throws IOException where the client has gone
     */
    void copy(OutputStream out, BooleanSupplier stopping) throws IOException {
        try {
            for (var slice : slices) {
                if (!copied(slice, out, stopping)) {
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

    private boolean copied(Slice slice, OutputStream out, BooleanSupplier stopping) throws IOException {
        var partition = slice.topicPartition();
        consumer.assign(List.of(partition));
        consumer.seek(partition, slice.from());
        int empty = 0;
        while (consumer.position(partition) < slice.to()) {
            if (stopping.getAsBoolean() || empty == EMPTY_POLLS) {
                return false;
            }
            var some = consumer.poll(POLL);
            empty = some.isEmpty() ? empty + 1 : 0;
            for (var record : some) {
                if (record.offset() < slice.to()) {
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
