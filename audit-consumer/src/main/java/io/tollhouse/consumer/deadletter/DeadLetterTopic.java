package io.tollhouse.consumer.deadletter;

import io.tollhouse.consumer.delivery.DeadLetters;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.Poison;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Writes to {@code tollhouse.audit.dead-letter}. Its producer is opened when it is first needed, which may be never. */
public final class DeadLetterTopic implements DeadLetters, AutoCloseable {
    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int DELIVERY_TIMEOUT_MILLIS = 20_000;
    private static final long PRODUCER_BYTES = 2L << 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private @Nullable Producer<byte[], byte[]> producer;

    public DeadLetterTopic(KafkaAccess access, KafkaDesk desk) {
        this.access = access;
        this.desk = desk;
    }

    @Override
    public synchronized void keep(List<Poison> records) throws NotKept, InterruptedException {
        try {
            var open = producer();
            var sent = new ArrayList<Future<RecordMetadata>>();
            for (var record : records) {
                sent.add(open.send(letter(record)));
            }
            for (var each : sent) {
                each.get();
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaTrouble e) {
            throw new NotKept(e.reason());
        } catch (ExecutionException | KafkaException e) {
            close(); // an idempotent producer that failed once may never send again
            throw new NotKept(KafkaTrouble.sentence(
                    Right.on(Topic.DEAD_LETTER, Operation.WRITE), e.getCause() == null ? e : e.getCause()));
        }
    }

    private Producer<byte[], byte[]> producer() throws KafkaTrouble, InterruptedException {
        if (producer == null) {
            desk.describe(Topic.DEAD_LETTER);
            producer = new KafkaProducer<>(access.writer(
                    "dead-letter",
                    Map.of(
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            MAX_BLOCK_MILLIS,
                            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                            REQUEST_TIMEOUT_MILLIS,
                            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                            DELIVERY_TIMEOUT_MILLIS,
                            ProducerConfig.BUFFER_MEMORY_CONFIG,
                            PRODUCER_BYTES)));
        }
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> letter(Poison poison) {
        var source = poison.source();
        var letter = new ProducerRecord<byte[], byte[]>(
                Topic.DEAD_LETTER.name(), bytes(Envelope.id(poison)), poison.value());
        letter.headers()
                .add("cause", bytes(poison.cause()))
                .add("topic", bytes(Topic.AUDIT.name()))
                .add("topic-id", bytes(source.topicId()))
                .add("partition", bytes(String.valueOf(source.partition())))
                .add("offset", bytes(String.valueOf(source.offset())))
                .add("appended", bytes(source.appended().toString()));
        if (poison.key() != null) {
            letter.headers().add("key", poison.key());
        }
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
