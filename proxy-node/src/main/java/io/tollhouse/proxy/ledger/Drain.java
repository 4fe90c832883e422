package io.tollhouse.proxy.ledger;

import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.proxy.ledger.Acks.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
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
 * Takes the records of all streams from their files to Kafka. One thread reads and is the only one that calls the producer. What is under
 * way is bounded, so that it waits for Kafka nowhere else than here.
 *
 * <p>Where the producer gives up, everything that is not acknowledged is read and sent again, by a new one; should Kafka have some of it,
 * then its id keeps it from being indexed twice.
 */
final class Drain implements StreamDrain.Producing {
    /** Bytes that are sent and not acknowledged, of all streams. */
    static final long UNDER_WAY = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** While nobody waits, records are gathered for so long. */
    private static final long GATHER_NANOS = Duration.ofMillis(100).toNanos();

    private static final Right WRITE = Right.on(Topic.AUDIT, Operation.WRITE);

    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final IntConsumer partitions;
    private final Health.Part health;
    private final boolean needsKafka;
    private final Backlog left;
    private final Rejected rejected;
    private final Checkpoints checkpoints;
    private final Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
    private final List<StreamDrain> streams = new CopyOnWriteArrayList<>();
    private @Nullable AuditProducer producer;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Exception trouble;
    private volatile boolean saturated;
    private volatile boolean ending;
    private volatile boolean done;

    /**
     * Where records are sent to.
     *
     * @param partitions told how many the topic has
     * @param needsKafka whether nothing may go out without it
     */
    record Outlet(KafkaAccess access, KafkaDesk desk, IntConsumer partitions, Health.Part health, boolean needsKafka) {}

    /** What other runs have left, which is sent beside. */
    interface Backlog {
        /** Sends some of it; says whether it sent anything. */
        boolean send(StreamDrain.Producing producing, long share) throws IOException;

        /** As {@link StreamDrain#again}. */
        void again();

        /** No more of it is begun. */
        void end();
    }

    /** What becomes of records that Kafka does not take. */
    interface Rejected {
        /** Keeps it, and says what is sent in its place. */
        byte[] instead(SegmentHead whose, Entry entry, Exception cause);
    }

    Drain(Outlet outlet, Backlog left, Rejected rejected, Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        this.access = outlet.access();
        this.desk = outlet.desk();
        this.partitions = outlet.partitions();
        this.health = outlet.health();
        this.needsKafka = outlet.needsKafka();
        this.left = left;
        this.rejected = rejected;
    }

    /** From now on also this one. Any thread. */
    void add(StreamDrain stream) {
        streams.add(stream);
    }

    /** Somebody waits for what was written now. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Nothing more comes: it does not gather any more. */
    void hurry() {
        ending = true;
        wake();
    }

    /** Whether nothing is left of what was added, after {@link #hurry}. */
    boolean isDone() {
        return done;
    }

    /** What a thread of its own does. */
    void run() throws InterruptedException {
        thread = Thread.currentThread();
        while (true) {
            attempt();
            streams.forEach(StreamDrain::again);
            left.again();
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private void attempt() throws InterruptedException {
        tell("waits for Kafka to describe the topic " + Topic.AUDIT.name());
        try {
            int count = desk.describe(Topic.AUDIT).partitions();
            partitions.accept(count);
            try (var opened = new AuditProducer(access, count)) {
                producer = opened;
                trouble = null;
                LOG.info("audit records go to {}, {} partitions", Topic.AUDIT.name(), count);
                health.fine();
                sendAll();
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaTrouble e) {
            tell(e.reason());
        } catch (KafkaException e) { // this producer is of no use any more
            tell("sending: " + KafkaTrouble.sentence(WRITE, e));
        } catch (IOException e) {
            tell("reading the ledger: " + e);
        }
    }

    private void tell(String why) {
        if (needsKafka) {
            health.red(why);
        } else {
            health.degraded(why + ". Records wait in the ledger");
        }
    }

    /** Until the producer is of no use any more. */
    private void sendAll() throws IOException, InterruptedException {
        for (var failure = trouble; failure == null; failure = trouble) {
            long share = UNDER_WAY / (streams.size() + 1);
            boolean isEnd = ending;
            if (isEnd) {
                left.end();
            }
            boolean any = left.send(this, share);
            boolean isFull = false;
            boolean isWaitedFor = false;
            for (var stream : streams) {
                any |= stream.send(this, share);
                isFull |= stream.acks().bytes() >= share;
                isWaitedFor |= stream.acks().isWaitedFor();
            }
            checkpoints.look(streams, isEnd);
            saturated = isFull || isEnd;
            done = isEnd && streams.stream().allMatch(StreamDrain::isEmpty);
            if (!any || !(isWaitedFor || isEnd)) {
                LockSupport.parkNanos(this, saturated ? GATHER_NANOS / 20 : GATHER_NANOS);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            backoff.reset();
        }
        var last = trouble;
        if (last != null && !(last instanceof RetriableException)) {
            tell("sending: " + KafkaTrouble.sentence(WRITE, last));
        }
    }

    @Override
    public void send(StreamDrain from, Sent sent) {
        hand(from, sent, sent.entry().bytes(), failure -> refused(from, sent, failure));
    }

    @Override
    public void reject(StreamDrain from, Sent sent, Exception cause) {
        var instead = rejected.instead(from.source().whose(), sent.entry(), cause);
        hand(
                from,
                sent,
                instead,
                failure -> acknowledged(from, sent)); // not even that fits: it is kept, and that was said
    }

    /** @param neverFits called with why it is no use to send this again */
    private void hand(StreamDrain from, Sent sent, byte[] record, Consumer<Exception> neverFits) {
        var to = producer;
        if (to == null) {
            return;
        }
        to.send(from.source().whose(), record, (metadata, failure) -> {
            if (failure == null) {
                acknowledged(from, sent);
            } else if (neverFits(failure)) {
                neverFits.accept(failure);
            } else {
                trouble = failure;
                from.acks().failed();
                wake();
            }
        });
    }

    /** As all that the producer calls, on its own thread or on ours. */
    private void acknowledged(StreamDrain from, Sent sent) {
        from.acks().acknowledged(sent);
        if (saturated) {
            wake();
        }
    }

    private void refused(StreamDrain from, Sent sent, Exception cause) {
        from.reject(sent, cause);
        from.acks().failed();
        wake();
    }

    private static boolean neverFits(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException;
    }
}
