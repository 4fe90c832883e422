package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.fleet.BootKey;
import io.tollhouse.contract.fleet.SignedHeads;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.kafka.RecordWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the checkpoint topic with which key this run signs, and now and then how far its streams have come. Apart from the drain, with a
 * producer of its own: a topic that is missing there must keep no record.
 */
final class Announcer {
    /** The topic keeps the last of a run only, so that more often is of no use. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

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

    /** Whether a key was not told yet. */
    boolean hasKeys() {
        return unkept.get() != null || !keys.isEmpty();
    }

    /** Whether nothing is left to tell, or it cannot be told. */
    boolean isIdle() {
        return troubled || (!busy && newest.get() == null && !hasKeys());
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        thread = Thread.currentThread();
        while (true) {
            try {
                await();
                try (var writer = RecordWriter.open(access, desk, Topic.CHECKPOINT, "checkpoint")) {
                    tellAll(writer);
                }
            } catch (KafkaTrouble e) {
                tell(e.kind() != KafkaTrouble.Kind.OTHER, e.reason());
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

    private boolean isDue() {
        return newest.get() != null && (ending || System.nanoTime() - told >= INTERVAL_NANOS);
    }

    private void await() throws InterruptedException {
        while (!hasKeys() && !isDue()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void tellAll(RecordWriter writer) throws KafkaTrouble, InterruptedException {
        while (true) {
            await();
            busy = true;
            var own = unkept.get();
            if (own != null) {
                writer.write(own.recordKey(), own.bytes());
                unkept.set(null);
            }
            for (var file : keys.files()) {
                tellKey(writer, file);
            }
            var heads = isDue() ? newest.getAndSet(null) : null;
            if (heads != null) {
                tellHeads(writer, heads);
            }
            busy = false;
            troubled = false;
            health.fine();
            backoff.reset();
        }
    }

    private void tellKey(RecordWriter writer, Path file) throws KafkaTrouble, InterruptedException {
        var key = keys.read(file);
        if (key.isPresent()) {
            writer.write(key.get().recordKey(), key.get().bytes());
        }
        keys.remove(file);
    }

    private void tellHeads(RecordWriter writer, SignedHeads heads) throws KafkaTrouble, InterruptedException {
        try {
            writer.write(heads.recordKey(), heads.bytes());
            told = System.nanoTime();
        } catch (KafkaTrouble e) {
            newest.compareAndSet(null, heads);
            throw e;
        }
    }
}
