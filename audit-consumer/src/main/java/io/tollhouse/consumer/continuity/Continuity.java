package io.tollhouse.consumer.continuity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.consumer.delivery.Witness;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.process.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which records have not come, a while after those behind them have. What comes then closes it. A sequence that is known is a replay.
 * Safe from any thread.
 */
public final class Continuity implements Witness {
    private static final Logger LOG = LoggerFactory.getLogger(Continuity.class);

    /** Findings that are said in {@code readyz}. */
    private static final int NAMED = 5;

    /** While so many gaps are open, no more are logged. */
    private static final int LOGGED = 100;

    /** Findings that wait to be written down. */
    private static final int MOST_WAITING = 1_000;

    private final Duration patience;
    private final Health.Part health;
    private final Counter found;
    private final Counter closed;
    private final Map<Integer, Streams> partitions = new HashMap<>();
    private final Set<Gap> open = new LinkedHashSet<>();

    /** What is to be written down. */
    private final Set<Gap> news = new LinkedHashSet<>();

    /**
     * Records that have not come.
     *
     * @param stream {@code node/boot/stream}
     * @param to inclusive
     * @param since when the broker appended the one behind them
     */
    public record Gap(String stream, int partition, long from, long to, Instant since) {
        @Override
        public String toString() {
            return "records %d to %d of %s have not come; what stands behind them came at %s on partition %d"
                    .formatted(from, to, stream, since, partition);
        }
    }

    /** @param patience of the broker's time, for what is missing */
    public Continuity(Duration patience, Health health, MeterRegistry meters) {
        this.patience = patience;
        this.health = health.part("continuity");
        found = Counter.builder("tollhouse.continuity.gaps")
                .description("Times that records of a stream had not come a while after those behind them")
                .register(meters);
        closed = Counter.builder("tollhouse.continuity.closed")
                .description("Gaps whose records have come after all")
                .register(meters);
        Gauge.builder("tollhouse.continuity.open", this, Continuity::open)
                .description("Gaps whose records have not come")
                .register(meters);
    }

    @Override
    public synchronized void indexed(Source source, EventId id) {
        int partition = source.partition();
        var here = partitions.computeIfAbsent(partition, any -> new Streams());
        var stream = id.topicKey();
        here.makeRoomFor(stream).ifPresent(other -> forget(other, partition));
        here.seen(id, source.offset(), source.appended()).ifPresent(missing -> close(gap(stream, partition, missing)));
    }

    private void forget(String stream, int partition) {
        if (open.removeIf(gap -> gap.stream().equals(stream) && gap.partition() == partition)) {
            tell();
        }
    }

    /** Looks what is due; to be called from time to time. */
    public synchronized void look() {
        partitions.forEach((number, here) -> here.look(
                patience,
                (stream, missing) -> find(gap(stream, number, missing)),
                (stream, missing) -> giveUp(gap(stream, number, missing))));
    }

    private void giveUp(Gap gap) {
        LOG.warn("{}, and are no longer awaited", gap);
        open.remove(gap);
        tell();
    }

    /** Goes on with what another consumer knew of a partition. */
    public synchronized void takeUp(int partition, List<Known> streams) {
        partitions.computeIfAbsent(partition, any -> new Streams()).takeUp(streams);
        for (var known : streams) {
            for (var lack : known.lacks()) {
                if (lack.isFinal() && open.size() < MOST_WAITING) {
                    open.add(new Gap(known.stream(), partition, lack.wholeFrom(), lack.wholeTo(), lack.since()));
                }
            }
        }
        tell();
    }

    /**
     * Everything that is known of a partition. From now on, {@link #changed} tells of it.
     *
     * @param done offset before which every record has come
     */
    public synchronized List<Known> all(int partition, long done) {
        return partitions
                .computeIfAbsent(partition, any -> new Streams())
                .all(done, (stream, missing) -> isWritten(gap(stream, partition, missing)));
    }

    /**
     * What changed in a partition since this or {@link #all} was called; empty where only that can tell.
     *
     * @param done as there
     */
    public synchronized Optional<Changes> changed(int partition, long done) {
        return Optional.ofNullable(partitions.get(partition))
                .flatMap(here -> here.changed(done, (stream, missing) -> isWritten(gap(stream, partition, missing))));
    }

    /** Whether {@link #changed} would tell of something. */
    public synchronized boolean isChanged(int partition) {
        var here = partitions.get(partition);
        return here != null && here.isChanged();
    }

    private boolean isWritten(Gap gap) {
        return !news.contains(gap);
    }

    private void find(Gap gap) {
        if (open.size() < LOGGED) {
            LOG.error("{}", gap);
        }
        found.increment();
        if (open.size() < MOST_WAITING) {
            open.add(gap);
        }
        if (news.size() < MOST_WAITING) {
            news.add(gap);
        }
        tell();
    }

    private static Gap gap(String stream, int partition, Line.Missing missing) {
        return new Gap(stream, partition, missing.from(), missing.to(), missing.since());
    }

    private void close(Gap gap) {
        LOG.info("{}: they have now", gap);
        closed.increment();
        open.remove(gap);
        tell();
    }

    private void tell() {
        if (open.isEmpty()) {
            health.fine();
            return;
        }
        var named = open.stream().limit(NAMED).map(Gap::toString).collect(Collectors.joining("; "));
        health.degraded("gaps: " + open.size() + ". " + named
                + ". Look at the ledgers of these nodes; tollhouse audit verify tells more");
    }

    /** A gap that was found and is to be written down; null where there is none. */
    public synchronized @Nullable Gap next() {
        return news.isEmpty() ? null : news.iterator().next();
    }

    /** A gap is written down: whoever has its partition next need not. */
    public synchronized void written(Gap gap) {
        news.remove(gap);
        var here = partitions.get(gap.partition());
        if (here != null) {
            here.change(gap.stream());
        }
    }

    /** A partition comes, or goes to another consumer: nothing is known of it, until {@link #takeUp}. */
    @Override
    public synchronized void forget(int partition) {
        partitions.remove(partition);
        open.removeIf(gap -> gap.partition() == partition);
        tell();
    }

    private synchronized int open() {
        return open.size();
    }
}
