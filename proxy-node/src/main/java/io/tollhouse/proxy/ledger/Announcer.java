package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the checkpoint topic with which key this run signs, and now and then how far its streams have come. Apart from the drain, with a
 * producer of its own: a topic that is missing there must keep no record.
 */
final class Announcer {
    private static final Right WRITE = Right.on(Topic.CHECKPOINT, Operation.WRITE);

    /** The topic keeps the last of a run only, so that more often is of no use. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
    private static final int BLOCK_MILLIS = 2_000;
    private static final int DELIVERY_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final long BYTES = 1L << 20;

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final BootKeyFiles keys;
    private final AtomicReference<@Nullable BootKey> unkept = new AtomicReference<>();
    private final AtomicReference<@Nullable SignedHeads> newest = new AtomicReference<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private volatile @Nullable Thread thread;
    private volatile boolean ending;
    private volatile boolean troubled;
    private volatile boolean busy;
    private long told = System.nanoTime() - INTERVAL_NANOS;

    Announcer(KafkaAccess access, KafkaDesk desk, Health.Part health, BootKeyFiles keys) {
        this.access = access;
        this.desk = desk;
        this.health = health;
        this.keys = keys;
    }

    /** The key of this run. On a disk that takes no file it waits in memory. Before {@link #run}. */
    void key(BootKey own) {
        if (!keys.isKept(own)) {
            unkept.set(own);
        }
    }

    /** Takes the place of what was not told yet. Any thread. */
    void heads(SignedHeads signed) {
        newest.set(signed);
    }

    /** Tells what there is at once. Any thread. */
    void hurry() {
        ending = true;
        LockSupport.unpark(thread);
    }

    /** Whether nothing is left to tell, or it cannot be told. */
    boolean isIdle() {
        return troubled || (!busy && newest.get() == null && unkept.get() == null && keys.isEmpty());
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        thread = Thread.currentThread();
        while (true) {
            try {
                await();
                desk.describe(Topic.CHECKPOINT);
                try (var producer = new KafkaProducer<byte[], byte[]>(access.writer("checkpoint", properties()))) {
                    tellAll(producer);
                }
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                tell(e.kind() != KafkaTrouble.Kind.OTHER, e.reason());
            } catch (KafkaException e) {
                tell(KafkaTrouble.isForbidden(e), "sending: " + KafkaTrouble.sentence(WRITE, e));
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    /** Of a Kafka that is away, the drain speaks. */
    private void tell(boolean isOfTheTopic, String why) {
        troubled = true;
        if (isOfTheTopic) {
            health.degraded(why + ". Until then nobody countersigns the key of this run of the node, which"
                    + " tollhouse audit verify finds wrong");
        }
    }

    private static Map<String, Object> properties() {
        return Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.BUFFER_MEMORY_CONFIG, BYTES);
    }

    private boolean isDue() {
        return newest.get() != null && (ending || System.nanoTime() - told >= INTERVAL_NANOS);
    }

    private void await() throws InterruptedException {
        while (keys.isEmpty() && unkept.get() == null && !isDue()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void tellAll(Producer<byte[], byte[]> producer) throws InterruptedException {
        while (true) {
            await();
            busy = true;
            var own = unkept.get();
            if (own != null) {
                send(producer, own.recordKey(), own.bytes());
                unkept.set(null);
            }
            for (var file : keys.files()) {
                tellKey(producer, file);
            }
            var heads = isDue() ? newest.getAndSet(null) : null;
            if (heads != null) {
                tellHeads(producer, heads);
            }
            busy = false;
            troubled = false;
            health.fine();
            backoff.reset();
        }
    }

    private void tellKey(Producer<byte[], byte[]> producer, Path file) throws InterruptedException {
        var key = keys.read(file);
        if (key.isPresent()) {
            send(producer, key.get().recordKey(), key.get().bytes());
        }
        keys.remove(file);
    }

    private void tellHeads(Producer<byte[], byte[]> producer, SignedHeads heads) throws InterruptedException {
        try {
            send(producer, heads.recordKey(), heads.bytes());
            told = System.nanoTime();
        } catch (KafkaException e) {
            newest.compareAndSet(null, heads);
            throw e;
        }
    }

    private static void send(Producer<byte[], byte[]> producer, String key, byte[] value) throws InterruptedException {
        var record = new ProducerRecord<>(Topic.CHECKPOINT.name(), 0, key.getBytes(StandardCharsets.UTF_8), value);
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failed ? failed : new KafkaException(e.getCause());
        }
    }
}
