package io.tollhouse.proxy.fleet;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Sends the node's status at once on each change and each {@value NodeStatus#INTERVAL_MILLIS} ms. */
public final class FleetReporter {
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int DELIVERY_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_BLOCK_MILLIS = 2_000;
    private static final Right WRITE = Right.on(Topic.FLEET, Operation.WRITE);

    private final StatusSource source;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final BrokerClock clock;
    private final CompletableFuture<Long> begun = new CompletableFuture<>();
    private final Semaphore changes = new Semaphore(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private volatile boolean leaving;

    /**
     * Sends nothing before {@link #run}.
     *
     * @param clock learns from what is acknowledged
     */
    public FleetReporter(StatusSource source, KafkaAccess access, KafkaDesk desk, Health health, BrokerClock clock) {
        this.source = source;
        this.access = access;
        this.desk = desk;
        this.health = health.part("fleet");
        this.clock = clock;
    }

    /** Something changed. Returns at once. */
    public void changed() {
        changes.release();
    }

    /** When the broker appended the first status of this run, in milliseconds since 1970; completed once it did. */
    public CompletableFuture<Long> begun() {
        return begun.copy();
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (!leaving) {
            try {
                desk.describe(Topic.FLEET);
                reportAll();
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                health.degraded(e.reason());
            } catch (KafkaException e) {
                health.degraded("sending this node's status: " + KafkaTrouble.sentence(WRITE, e));
            }
            if (!leaving) {
                Thread.sleep(backoff.next().toMillis());
            }
        }
    }

    private void reportAll() throws InterruptedException {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(access.writer("fleet", properties()));
        try {
            while (!leaving) {
                changes.drainPermits();
                send(producer, false);
                changes.tryAcquire(NodeStatus.INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            }
            send(producer, true);
            producer.flush();
        } finally {
            producer.close(Duration.ZERO);
            left.countDown();
        }
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_TIMEOUT_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK_MILLIS,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                1L << 20);
    }

    private void send(Producer<byte[], byte[]> producer, boolean last) {
        var status = source.status(clock.skewMillis(), last);
        var record = new ProducerRecord<>(
                Topic.FLEET.name(), status.key().getBytes(StandardCharsets.UTF_8), status.toBytes());
        long sent = clock.ownMillis();
        producer.send(record, (metadata, failure) -> answered(sent, metadata, failure));
    }

    private void answered(long sent, RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            health.degraded("this node's status: " + KafkaTrouble.sentence(WRITE, failure));
            return;
        }
        health.fine();
        clock.acknowledged(sent, metadata.timestamp());
        begun.complete(metadata.timestamp());
    }

    /** Says that this node leaves, where Kafka hears it within this time. */
    public void leave(Worker worker, Duration limit) throws InterruptedException {
        worker.mayEnd();
        leaving = true;
        changed();
        if (!left.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            worker.stop(Duration.ZERO);
        }
    }
}
