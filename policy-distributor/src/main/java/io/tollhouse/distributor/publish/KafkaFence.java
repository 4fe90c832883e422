package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** The fence as Kafka has it: a producer under the one transactional id. */
final class KafkaFence implements Fence {
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 3_000;
    private static final int MAX_REQUEST_BYTES = ListPart.MAX_CHUNK_BYTES + 64 * 1024;
    private static final long BUFFER_BYTES = 4L << 20;

    private final Producer<byte[], byte[]> producer;

    private KafkaFence(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Takes the fence.
     *
     * @throws KafkaTrouble where Kafka does not give it
     * @throws Lost where somebody else takes it at the same moment
     */
    static Fence hold(KafkaAccess access) throws KafkaTrouble, Lost {
        var fence = new KafkaFence(new KafkaProducer<>(access.writer("publisher", properties())));
        try {
            fence.producer.initTransactions();
            return fence;
        } catch (KafkaException e) {
            fence.close();
            if (isFenced(e)) {
                throw new Lost();
            }
            throw KafkaTrouble.of("asking for the right to publish at " + access.servers(), Right.PUBLISH, e);
        }
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                Topic.TRANSACTIONAL_ID,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_TIMEOUT_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES);
    }

    @Override
    public List<Appended> write(List<Entry> first, Function<List<Appended>, List<Entry>> then)
            throws Lost, Unknown, Forbidden, InterruptedException {
        try {
            producer.beginTransaction();
            var before = first.stream().map(this::send).toList();
            var sent = then.apply(acknowledged(before)).stream().map(this::send).toList();
            producer.commitTransaction();
            return acknowledged(sent);
        } catch (KafkaException e) {
            if (isFenced(e)) {
                throw new Lost();
            }
            if (KafkaTrouble.isForbidden(e)) {
                throw new Forbidden(KafkaTrouble.sentence(Right.on(Topic.POLICY, Operation.WRITE), e));
            }
            throw new Unknown(KafkaTrouble.sentence(e));
        }
    }

    private Future<RecordMetadata> send(Entry entry) {
        var key = entry.key().getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(entry.topic().name(), 0, key, entry.value()));
    }

    private static List<Appended> acknowledged(List<Future<RecordMetadata>> sent) throws InterruptedException {
        try {
            var appended = new ArrayList<Appended>();
            for (var each : sent) {
                var answer = each.get();
                appended.add(new Appended(answer.offset(), Instant.ofEpochMilli(answer.timestamp())));
            }
            return appended;
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    private static boolean isFenced(@Nullable Throwable cause) {
        for (var e = cause; e != null; e = e.getCause()) {
            if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
