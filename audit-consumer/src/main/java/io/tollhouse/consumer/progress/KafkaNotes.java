package io.tollhouse.consumer.progress;

import io.tollhouse.contract.fleet.KafkaCommands;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** {@code tollhouse.audit.progress}. It is read with a consumer that is closed again: partitions seldom come. */
public final class KafkaNotes implements Notes, AutoCloseable {
    private static final Topic TOPIC = Topic.PROGRESS;
    private static final Right READ = Right.on(TOPIC, Operation.READ);
    private static final Right WRITE = Right.on(TOPIC, Operation.WRITE);
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);
    private static final int BLOCK_MILLIS = 1_000;
    private static final int REQUEST_MILLIS = 1_500;
    private static final int DELIVERY_MILLIS = 2_000;
    private static final long PRODUCER_BYTES = 2L << 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private @Nullable Producer<byte[], byte[]> producer;

    public KafkaNotes(KafkaAccess access, KafkaDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    @Override
    public int partitions() throws KafkaTrouble, InterruptedException {
        return desk.describe(TOPIC).partitions();
    }

    @Override
    public Map<Integer, Found> read(Set<Integer> partitions) throws KafkaTrouble, InterruptedException {
        try {
            var consumer = new KafkaConsumer<byte[], byte[]>(access.reader("progress", Map.of()));
            try {
                return new TopicRead(consumer, System::nanoTime, READ_LIMIT).read(TOPIC.name(), partitions);
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            throw KafkaTrouble.of("reading " + TOPIC.name(), READ, e);
        }
    }

    @Override
    public synchronized void write(List<Note> notes) throws KafkaTrouble, InterruptedException {
        boolean isWritten = false;
        try {
            var open = producer();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DELIVERY_MILLIS);
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var note : notes) {
                sent.add(open.send(record(note)));
            }
            for (var each : sent) {
                each.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            isWritten = true;
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (TimeoutException e) {
            throw new KafkaTrouble("writing " + TOPIC.name() + ": Kafka does not answer");
        } catch (ExecutionException | KafkaException e) {
            throw KafkaTrouble.of("writing " + TOPIC.name(), WRITE, e.getCause() == null ? e : e.getCause());
        } finally {
            if (!isWritten) {
                close(); // what was sent and not acknowledged must not come behind what is sent next
            }
        }
    }

    private Producer<byte[], byte[]> producer() throws KafkaTrouble, InterruptedException {
        if (producer == null) {
            desk.describe(TOPIC);
            producer = new KafkaProducer<>(access.writer(
                    "progress",
                    Map.of(
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            BLOCK_MILLIS,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            REQUEST_MILLIS,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            DELIVERY_MILLIS,
                            ProducerConfig.BUFFER_MEMORY_CONFIG,
                            PRODUCER_BYTES)));
        }
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> record(Note note) {
        return new ProducerRecord<>(
                TOPIC.name(),
                note.partition(),
                note.key().getBytes(StandardCharsets.UTF_8),
                note.value().orElse(null));
    }

    @Override
    public String grow(int partitions) {
        return new KafkaCommands(access.servers()).grow(TOPIC, partitions);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
