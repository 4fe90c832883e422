package io.tollhouse.process.lists;

import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * One fetching of chunks: each where it should stand, and what is not there is looked for in the whole topic, since a chunk that was
 * lost and written again stands elsewhere. For one thread, once.
 */
final class ChunkFetch {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.CHUNKS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final List<Chunk> wanted;
    private final Set<String> missing;
    private final Map<String, Long> found = new HashMap<>();
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private final Chunks.Sink sink;

    ChunkFetch(
            Consumer<byte[], byte[]> consumer,
            Collection<Chunk> wanted,
            Duration patience,
            LongSupplier nanoTime,
            Chunks.Sink sink) {
        this.consumer = consumer;
        this.wanted =
                wanted.stream().sorted(Comparator.comparingLong(Chunk::offset)).toList();
        this.missing = wanted.stream().map(Chunk::hash).collect(Collectors.toCollection(HashSet::new));
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
        this.sink = sink;
    }

    Map<String, Long> run() throws KafkaTrouble {
        consumer.assign(List.of(PARTITION));
        whereTheyShouldStand();
        if (!missing.isEmpty()) {
            everywhere();
        }
        return Map.copyOf(found);
    }

    private void whereTheyShouldStand() {
        try {
            long at = -1;
            for (var chunk : wanted) {
                if (!missing.contains(chunk.hash())) {
                    continue;
                }
                if (at != chunk.offset()) {
                    consumer.seek(PARTITION, chunk.offset());
                }
                if (!readPast(chunk.offset())) {
                    return;
                }
                at = consumer.position(PARTITION);
            }
        } catch (OffsetOutOfRangeException e) {
            // another topic than the one that they were written to, or one that was cut: they may be elsewhere
        }
    }

    /** Whether it came so far. Where a chunk is no more it stands behind it at once. */
    private boolean readPast(long offset) {
        long before = consumer.position(PARTITION);
        long since = nanoTime.getAsLong();
        while (consumer.position(PARTITION) <= offset) {
            consumer.poll(POLL).forEach(this::take);
            if (consumer.position(PARTITION) > before) {
                before = consumer.position(PARTITION);
                since = nanoTime.getAsLong();
            } else if (nanoTime.getAsLong() - since > patienceNanos) {
                return false;
            }
        }
        return true;
    }

    private void everywhere() throws KafkaTrouble {
        consumer.seekToBeginning(List.of(PARTITION));
        long end =
                Objects.requireNonNull(consumer.endOffsets(List.of(PARTITION)).get(PARTITION));
        while (!missing.isEmpty() && consumer.position(PARTITION) < end) {
            if (!readPast(consumer.position(PARTITION))) {
                throw new KafkaTrouble("reading " + Topic.CHUNKS.name() + ": Kafka does not answer");
            }
        }
    }

    /** Whatever comes by. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null || record.value().length > ListPart.MAX_CHUNK_BYTES) {
            return;
        }
        var key = new String(record.key(), StandardCharsets.US_ASCII);
        if (missing.contains(key) && Digest.sha256(record.value()).equals(key)) {
            missing.remove(key);
            found.put(key, record.offset());
            sink.take(key, record.value());
        }
    }
}
