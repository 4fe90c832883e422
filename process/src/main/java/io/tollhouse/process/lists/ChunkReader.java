package io.tollhouse.process.lists;

import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Fetches chunks from their topic, with a connection of its own that it closes again: chunks are seldom asked for. */
public final class ChunkReader implements Chunks {
    private static final int FETCH_BYTES = 4 << 20;
    private static final Right READ = Right.on(Topic.CHUNKS, Operation.READ);

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Duration patience;

    /**
     * Fetches nothing yet.
     *
     * @param patience so long it waits for the next chunk: a manifest can be read a moment before the chunks that were written
     *     together with it
     */
    public ChunkReader(KafkaAccess access, KafkaDesk desk, Duration patience) {
        this.access = access;
        this.desk = desk;
        this.patience = patience;
    }

    @Override
    public Map<String, Long> fetch(Collection<Chunk> wanted, Sink sink) throws KafkaTrouble, InterruptedException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        desk.describe(Topic.CHUNKS);
        var properties =
                access.reader("policy-chunks", Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES));
        var consumer = new KafkaConsumer<byte[], byte[]>(properties);
        try {
            return new ChunkFetch(consumer, wanted, patience, System::nanoTime, sink).run();
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw KafkaTrouble.of("reading " + Topic.CHUNKS.name(), READ, e);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
