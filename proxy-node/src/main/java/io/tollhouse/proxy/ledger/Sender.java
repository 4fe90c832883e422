package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the records of the backlog to a producer, in order. It is the only one that calls the producer, because
 * {@code send} blocks for room and for metadata.
 *
 * <p>The producer never gives up and never reorders. An error that it reports all the same is either of the kind that
 * passes, then the record goes in again, or the record is lost and counted.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** How long one attempt to hand over may block, and so how long a stop may wait for it. */
    private static final int MAX_BLOCK_MILLIS = 1_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int BATCH_BYTES = 64 << 10;
    private static final long PRODUCER_BYTES = 16L << 20;

    /**
     * With more, the second batch may find a leader that the first did not; a broker that never heard of the producer takes it, and then
     * refuses the first as out of order, which is tried again for ever.
     */
    private static final int MAX_IN_FLIGHT = 1;

    private static final Right WRITE = Right.on(Topic.AUDIT, Operation.WRITE);

    private final Partitions partitions;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Backlog backlog;
    private final Deadlines deadlines;
    private final LedgerMeters meters;
    private final Health.Part health;
    private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
    private @Nullable Thread thread;
    private @Nullable Pending inHand;
    private @Nullable Exception refusedAtOnce;
    private volatile boolean troubled;
    private volatile boolean shown;

    Sender(
            Partitions partitions,
            KafkaAccess access,
            KafkaDesk desk,
            Backlog backlog,
            Deadlines deadlines,
            LedgerMeters meters,
            Health.Part health) {
        this.partitions = partitions;
        this.access = access;
        this.desk = desk;
        this.backlog = backlog;
        this.deadlines = deadlines;
        this.meters = meters;
        this.health = health;
    }

    /** What a thread of its own does. When it is interrupted, what was not acknowledged is lost. */
    void run() throws InterruptedException {
        thread = Thread.currentThread();
        health.red("waits for Kafka to describe the topic " + Topic.AUDIT.name());
        try {
            while (true) {
                attempt();
                Thread.sleep(backoff.next().toMillis());
            }
        } finally {
            if (inHand != null) {
                lost(inHand);
            }
            backlog.drain().forEach(this::lost);
        }
    }

    private void attempt() throws InterruptedException {
        try {
            var topic = desk.describe(Topic.AUDIT);
            try (var producer = new Closing(new KafkaProducer<>(access.writer("audit", properties())))) {
                LOG.info("audit records go to {}, {} partitions", Topic.AUDIT.name(), topic.partitions());
                health.fine();
                sendAll(producer.producer(), topic.partitions());
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaTrouble e) {
            health.red(e.reason());
        } catch (KafkaException e) { // this producer is of no use any more
            health.red("sending: " + KafkaTrouble.sentence(WRITE, e));
        }
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                MAX_IN_FLIGHT,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                PRODUCER_BYTES);
    }

    /** Its close waits for nothing: what is under way then fails, and is dealt with as such. */
    private record Closing(Producer<byte[], byte[]> producer) implements AutoCloseable {
        @Override
        public void close() {
            boolean interrupted = Thread.interrupted(); // it would not wait for its last callbacks
            producer.close(Duration.ZERO);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sendAll(Producer<byte[], byte[]> producer, int count) throws InterruptedException {
        while (true) {
            if (troubled) {
                troubled = false;
                Thread.sleep(backoff.next().toMillis());
            } else {
                backoff.reset();
            }
            var next = inHand == null ? backlog.take() : inHand;
            inHand = next;
            if (isTaken(producer, next, count)) {
                inHand = null;
            }
        }
    }

    /** Whether the producer has it now, or it is settled; otherwise it is to be tried again. */
    private boolean isTaken(Producer<byte[], byte[]> producer, Pending pending, int count) {
        var id = pending.record().id();
        var record = new ProducerRecord<>(
                Topic.AUDIT.name(),
                partitions.of(pending.stream(), count),
                id.topicKey().getBytes(StandardCharsets.US_ASCII),
                pending.record().bytes());
        refusedAtOnce = null;
        producer.send(record, (metadata, failure) -> answered(pending, failure));
        if (refusedAtOnce == null) {
            return true;
        }
        if (neverFits(refusedAtOnce)) {
            lost(pending, refusedAtOnce);
            return true;
        }
        trouble(refusedAtOnce);
        return false;
    }

    /** Called by the producer, on its own thread or, where it did not take the record, on ours. */
    private void answered(Pending pending, @Nullable Exception failure) {
        if (failure == null) {
            acknowledged(pending);
        } else if (Thread.currentThread() == thread) {
            refusedAtOnce = failure;
        } else if (neverFits(failure)) {
            lost(pending, failure);
        } else {
            trouble(failure);
            backlog.again(pending); // should Kafka have it already, then its id keeps it from being indexed twice
        }
    }

    private static boolean neverFits(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private void trouble(Exception failure) {
        if (!(failure instanceof RetriableException)) { // of those the deadlines tell
            shown = true;
            health.red("sending: " + KafkaTrouble.sentence(WRITE, failure));
        }
        troubled = true;
    }

    private void acknowledged(Pending pending) {
        long now = System.nanoTime();
        backlog.settled(pending);
        deadlines.progress(now);
        meters.acknowledged(pending, now);
        pending.answer(true);
        if (shown) {
            shown = false;
            health.fine();
        }
    }

    private void lost(Pending pending, Exception failure) {
        LOG.error("audit record {} is lost: {}", pending.record().id(), failure.toString());
        lost(pending);
    }

    private void lost(Pending pending) {
        backlog.settled(pending);
        meters.lost(pending.stage());
        if (pending.answer(false)) {
            meters.refused();
        }
    }
}
