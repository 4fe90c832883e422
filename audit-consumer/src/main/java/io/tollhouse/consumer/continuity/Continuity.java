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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    /** Of a partition; beyond, the one that was silent for longest is no longer watched. */
    private static final int MOST_STREAMS = 20_000;

    /** A stream that is silent for so long is over, whether it said so or not. */
    private static final Duration SILENT = Duration.ofHours(24);

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
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private final Set<Gap> open = new LinkedHashSet<>();
    private final Queue<Gap> news = new ConcurrentLinkedQueue<>();

    /** What is known of one partition. */
    private static final class Partition {
        private final Map<String, Line> lines = new HashMap<>();
        private Instant now = Instant.MIN;
        private Instant looked = Instant.MIN;
    }

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

    /**
     * A record is indexed.
     *
     * @param appended by the broker
     */
    synchronized void seen(int partition, EventId id, Instant appended) {
        var here = partitions.computeIfAbsent(partition, any -> new Partition());
        here.now = appended.isAfter(here.now) ? appended : here.now;
        var line = here.lines.get(id.topicKey());
        if (line == null) {
            makeRoom(here);
            here.lines.put(id.topicKey(), new Line(id.sequence(), appended));
        } else {
            line.seen(id.sequence(), appended).ifPresent(missing -> close(gap(id.topicKey(), partition, missing)));
        }
    }

    @Override
    public void indexed(Source source, EventId id) {
        seen(source.partition(), id, source.appended());
    }

    private static void makeRoom(Partition here) {
        if (here.lines.size() < MOST_STREAMS) {
            return;
        }
        here.lines.entrySet().stream()
                .min(Comparator.comparing(line -> line.getValue().seenAt()))
                .map(Map.Entry::getKey)
                .ifPresent(here.lines::remove);
    }

    /** Looks what is due; to be called from time to time. */
    public synchronized void look() {
        partitions.forEach(this::look);
    }

    private void look(int number, Partition here) {
        if (here.now.equals(here.looked)) {
            return;
        }
        here.looked = here.now;
        here.lines.forEach((stream, line) ->
                line.due(here.now.minus(patience)).forEach(missing -> find(gap(stream, number, missing))));
        here.lines.values().removeIf(line -> line.isOver(here.now.minus(SILENT)));
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

    /** The next gap that was found and is to be written down; null where there is none. */
    public @Nullable Gap next() {
        return news.poll();
    }

    /** A partition comes, or goes to another consumer: whoever has it begins anew with it. */
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
