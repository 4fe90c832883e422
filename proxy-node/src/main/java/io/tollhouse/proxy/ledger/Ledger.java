package io.tollhouse.proxy.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.judge.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Recorder} that writes to files of the node, from which records go to Kafka. */
public final class Ledger implements Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int PARTS = 32;
    private static final long SMALLEST = 256 << 10;
    private static final long LARGEST = 4 << 20;
    private static final Duration ABANDONED = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration JOIN = Duration.ofSeconds(2);

    private final Writer writer;
    private final Terms terms;
    private final Health health;
    private final Clock clock;
    private final Lanes lanes = new Lanes();
    private final Budget budget;
    private final LedgerMeters meters;
    private final Deadlines deadlines;
    private final GroupSync sync;
    private final Spares spares;
    private final PartitionCount partitions;
    private final Announcer announcer;
    private final Checkpoints checkpoints;
    private final House house;
    private final Leftovers left;
    private final Drain drain;
    private final List<Owned> logs = new CopyOnWriteArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private int streams;

    /**
     * Whose records these are.
     *
     * @param fleet its id
     * @param version of the product, as {@code observer.version}
     */
    public record Writer(String fleet, String node, String boot, String version) {}

    /**
     * What it promises.
     *
     * @param folder of this node
     * @param isOwn whether no other process uses it, so that what is in it may be sent
     * @param budget in bytes
     * @param level at least, of all that is let through
     * @param deadline of the levels above {@code written}
     * @param abandoned how long nobody must have used a folder beside this one until its records are sent from here
     */
    public record Terms(
            Path folder, boolean isOwn, long budget, AuditLevel level, Duration deadline, Duration abandoned) {
        /** With folders beside this one that nobody has used for a minute. */
        public Terms(Path folder, boolean isOwn, long budget, AuditLevel level, Duration deadline) {
            this(folder, isOwn, budget, level, deadline, ABANDONED);
        }

        /** Of this folder only. */
        public static Terms alone(Path folder, long budget, AuditLevel level, Duration deadline) {
            return new Terms(folder, true, budget, level, deadline, NEVER);
        }
    }

    private record Owned(StreamLog log, Executor owner) {}

    /** Takes records at once; {@link #start} sends them. */
    public Ledger(
            Writer writer,
            Terms terms,
            KafkaAccess access,
            KafkaDesk desk,
            Health health,
            MeterRegistry registry,
            Clock clock) {
        this.writer = writer;
        this.terms = terms;
        this.health = health;
        this.clock = clock;
        budget = new Budget(terms.budget(), lanes);
        meters = new LedgerMeters(registry, budget);
        boolean needsKafka = terms.level() == AuditLevel.REPLICATED;
        deadlines = new Deadlines(terms.deadline(), needsKafka, budget, meters, health, clock);
        sync = new GroupSync(meters);
        var folder = folder();
        announcer = new Announcer(access, desk, health.part("checkpoints"), new BootKeyFiles(folder));
        checkpoints = new Checkpoints(writer, clock, System::nanoTime, announcer::heads);
        announcer.key(checkpoints.announced());
        spares = new Spares(folder, writer.boot(), segmentSize(terms.budget()), health.part("ledger-files"));
        partitions = new PartitionCount(folder.resolve("partitions"));
        var own = log();
        house = new House(own, meters, clock);
        checkpoints.of(house);
        left = new Leftovers(
                own.begin(),
                new Abandoned(terms.folder(), writer.fleet(), terms.abandoned(), System::nanoTime),
                house,
                source -> new Acks(source.whose().first(), meters, this::arrived),
                budget);
        findLeft(folder);
        drain = new Drain(
                new Drain.Outlet(access, desk, partitions::learn, health.part("audit"), needsKafka),
                left,
                new RejectedRecords(folder.resolve("rejected"), writer.version(), meters, clock),
                checkpoints);
        drain.add(drainOf(own, house));
    }

    private Path folder() {
        var folder = terms.folder().resolve("ledger");
        try {
            Files.createDirectories(folder);
            Abandoned.mark(folder, writer.fleet());
            return folder;
        } catch (IOException e) {
            LOG.error("cannot write to {}: {}", folder, e.toString()); // the spares say so, for as long as it lasts
            return folder;
        }
    }

    private static long segmentSize(long budget) {
        return Math.max(SMALLEST, Math.min(LARGEST, budget / PARTS));
    }

    private void findLeft(Path folder) {
        if (!terms.isOwn()) {
            return;
        }
        try {
            left.findAll(folder);
        } catch (IOException e) {
            LOG.error("cannot look for what earlier runs have left in {}: {}", folder, e.toString());
        }
    }

    /** Begins to send. Returns at once; until Kafka is there, records wait. */
    public void start() {
        workers.add(Worker.start("ledger-keeper", health, () -> spares.run(this::settle)));
        workers.add(Worker.start("ledger-deadline", health, deadlines::run));
        workers.add(Worker.start("ledger-sync", health, sync::run));
        workers.add(Worker.start("ledger-drain", health, drain::run));
        workers.add(Worker.start("ledger-announcer", health, announcer::run));
    }

    /** Has outcomes written that wait for a file, each by the thread that it belongs to. */
    private void settle() {
        for (var owned : logs) {
            if (owned.log().owes()) {
                try {
                    owned.owner().execute(owned.log()::settle);
                } catch (RejectedExecutionException e) {
                    // its thread has ended, and close() does it
                }
            }
        }
    }

    /** Whether something of earlier runs may be there that is not sent yet, or the key of a run that nobody was told. */
    public boolean hasLeft() {
        return !left.isIdle() || announcer.hasKeys();
    }

    /** Bytes of records that Kafka has not acknowledged. */
    public long waitingBytes() {
        return budget.used();
    }

    @Override
    public synchronized Recorder.Stream open(Executor owner) {
        var log = log();
        var drained = drainOf(log, house);
        logs.add(new Owned(log, owner));
        drain.add(drained);
        return new LoopStream(log, terms.level(), meters, waits -> add(waits, sync::add), waits -> {
            add(waits, drained.acks()::add);
            drain.wake();
        });
    }

    private void add(Waiting waits, Consumer<Waiting> to) {
        deadlines.add(waits);
        to.accept(waits);
    }

    private StreamLog log() {
        int number = streams++;
        var partition = Partitions.of(writer.node(), number, partitions.known());
        var head = new SegmentHead(writer.node(), writer.boot(), number, partition, 0);
        var encoder = new AuditStream(writer.node(), writer.boot(), number, writer.version());
        var log = new StreamLog(encoder, head, spares, budget, lanes);
        log.opening(clock.instant(), number == 0 ? checkpoints.key() : null);
        return log;
    }

    private StreamDrain drainOf(StreamLog log, StreamDrain.Gaps gaps) {
        var source = new StreamDrain.Source(log.begin(), log.segments(), this::release);
        var open = new OpenRequests(Leftovers.open(terms.folder().resolve("ledger"), log.begin()), source.checksum());
        return new StreamDrain(source, open, new Acks(0, meters, this::acknowledged), gaps);
    }

    private void acknowledged(Acks.Sent sent) {
        budget.release(sent.entry().lane(), sent.entry().size());
        arrived(sent);
    }

    private void arrived(Acks.Sent sent) {
        deadlines.progress();
        meters.acknowledged(sent.entry().stage());
    }

    private void release(Segment segment, long unaccounted) {
        budget.addLeft(-unaccounted);
        spares.discard(segment);
    }

    /**
     * Waits until Kafka has acknowledged everything, but no longer than this. Nobody may append any more. What is left stays in files, for
     * the next run.
     *
     * @return whether nothing is left
     */
    public boolean stop(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int lost = 0;
        for (var owned : logs) {
            owned.log().closing(clock.instant());
            lost += owned.log().waiting();
        }
        drain.hurry();
        awaitUntil(end, drain::isDone);
        announcer.hurry();
        awaitUntil(Math.min(end, System.nanoTime() + JOIN.toNanos()), announcer::isIdle);
        for (var worker : workers) {
            worker.stop(JOIN);
        }
        if (lost > 0) {
            LOG.error("{} outcomes are lost: there was no file for them", lost);
        }
        return close();
    }

    private static void awaitUntil(long end, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(POLL.toMillis());
        }
    }

    private boolean close() {
        try {
            spares.close();
        } catch (IOException e) {
            LOG.warn("cannot close the ledger: {}", e.toString());
        }
        long bytes = budget.used();
        if (bytes > 0) {
            LOG.warn("{} bytes of audit records stay in {} until the next start", bytes, terms.folder());
        }
        return bytes == 0 && left.isEmpty() && drain.isDone();
    }
}
