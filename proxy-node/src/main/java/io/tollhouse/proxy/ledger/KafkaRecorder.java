package io.tollhouse.proxy.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.audit.Stage;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.judge.Recorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Recorder} for the level {@code replicated}: a record is held when Kafka has acknowledged it with
 * {@code acks=all}. Records that nobody waits for stay until Kafka takes them, within a bound.
 */
public final class KafkaRecorder implements Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecorder.class);
    private static final long MAX_BYTES = 32L << 20;
    private static final int MAX_RECORDS = 50_000;
    private static final Duration POLL = Duration.ofMillis(10);

    private final Writer writer;
    private final Backlog backlog = new Backlog(MAX_BYTES, MAX_RECORDS);
    private final LedgerMeters meters;
    private final Deadlines deadlines;
    private final Sender sender;
    private final AtomicInteger streams = new AtomicInteger();
    private final Health health;
    private @Nullable Worker sending;
    private @Nullable Worker watching;

    /**
     * Whose records these are.
     *
     * @param version of the product, as {@code observer.version}
     */
    public record Writer(String node, String boot, String version) {}

    /** Takes records at once; {@link #start} sends them. */
    public KafkaRecorder(
            Writer writer,
            Duration deadline,
            KafkaAccess access,
            KafkaDesk desk,
            Health health,
            MeterRegistry registry,
            Clock clock) {
        this.writer = writer;
        this.health = health;
        this.meters = new LedgerMeters(registry, backlog);
        this.deadlines = new Deadlines(deadline, backlog, meters, health.part("acknowledgements"), clock);
        this.sender = new Sender(
                new Partitions(writer.node()), access, desk, backlog, deadlines, meters, health.part("audit"));
    }

    /** Begins to send. Returns at once; until Kafka is there, records wait. */
    public void start() {
        watching = Worker.start("audit-deadline", health, deadlines::run);
        sending = Worker.start("audit-sender", health, sender::run);
    }

    /** Bytes of records that Kafka has not acknowledged. */
    public long waitingBytes() {
        return backlog.bytes();
    }

    @Override
    public Recorder.Stream open() {
        int number = streams.getAndIncrement();
        return new LoopStream(new AuditStream(writer.node(), writer.boot(), number, writer.version()));
    }

    /** Waits until Kafka has acknowledged everything, but no longer than this. What is left then is lost, and counted. */
    public void stop(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (backlog.records() > 0 && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
        }
        int left = backlog.records();
        if (sending != null && watching != null) {
            sending.stop(Duration.ofSeconds(1));
            watching.stop(Duration.ofSeconds(1));
        }
        if (left > 0) {
            LOG.error("{} audit records are lost: Kafka did not acknowledge them within {}", left, limit);
        }
    }

    /** The series of one event loop, whose plain fields nobody else touches. */
    private final class LoopStream implements Recorder.Stream {
        private final AuditStream stream;

        private LoopStream(AuditStream stream) {
            this.stream = stream;
        }

        @Override
        public CompletionStage<Boolean> hold(AuditEvent event) {
            var held = new CompletableFuture<Boolean>();
            if (!add(event, held)) {
                meters.refused();
                held.complete(false);
            }
            return held;
        }

        @Override
        public void note(AuditEvent event) {
            add(event, null);
        }

        /** Where there is no room the event gets no sequence, so that its loss is no gap in the stream. */
        private boolean add(AuditEvent event, @Nullable CompletableFuture<Boolean> held) {
            var stage = stageOf(event);
            if (!backlog.takes(stage)) {
                meters.lost(stage);
                return false;
            }
            var pending = new Pending(stream.encode(event), stage, System.nanoTime(), held);
            backlog.add(pending);
            deadlines.add(pending);
            return true;
        }
    }

    private static Stage stageOf(AuditEvent event) {
        return Stage.valueOf(String.valueOf(event.value(AuditField.STAGE)).toUpperCase(Locale.ROOT));
    }
}
