package io.tollhouse.consumer.trail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.consumer.query.BadQuery;
import io.tollhouse.consumer.query.QueryParser;
import io.tollhouse.consumer.search.AuditSearch;
import io.tollhouse.consumer.search.Search;
import io.tollhouse.consumer.search.SearchUnavailable;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.trail.BootRegister;
import io.tollhouse.contract.trail.Finding;
import io.tollhouse.contract.trail.TrailCheck;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the day before today, UTC, once it has been over for a while. The consumer that has partition 0 does it, so that one of a group
 * does. What it finds is counted, logged, and said in {@code readyz} until a day is whole again.
 */
public final class NightlyCheck {
    /** What was under way at midnight has come by then. */
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(30);

    /** What nodes said longer ago is in the index, and their keys are countersigned. */
    private static final Duration SETTLED = Duration.ofMinutes(15);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");
    private static final Logger LOG = LoggerFactory.getLogger(NightlyCheck.class);

    /** In the log, of each day. */
    private static final int NAMED = 20;

    /** What can be told from the index alone. */
    private static final Set<Finding.Kind> KINDS = EnumSet.complementOf(EnumSet.of(Finding.Kind.UNINDEXED));

    private final AuditSearch search;
    private final RunsOfNodes runs;
    private final BooleanSupplier isMine;
    private final Health.Part health;
    private final Clock clock;
    private final Map<Finding.Kind, Counter> counters = new EnumMap<>(Finding.Kind.class);
    private @Nullable LocalDate checked;

    /** @param isMine whether this consumer is the one of its group that has to do it */
    public NightlyCheck(
            AuditSearch search,
            RunsOfNodes runs,
            BooleanSupplier isMine,
            Health health,
            MeterRegistry meters,
            Clock clock) {
        this.search = search;
        this.runs = runs;
        this.isMine = isMine;
        this.health = health.part("trail");
        this.clock = clock;
        for (var kind : KINDS) {
            counters.put(
                    kind,
                    Counter.builder("tollhouse.trail.findings")
                            .description("What is not as nodes wrote it, found in days that are over")
                            .tag("kind", kind.label())
                            .register(meters));
        }
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            look();
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Checks the day before, where that is due. */
    void look() throws InterruptedException {
        var day = LocalDate.ofInstant(clock.instant().minus(AFTER_MIDNIGHT), ZoneOffset.UTC)
                .minusDays(1);
        if (day.equals(checked) || !isMine.getAsBoolean()) {
            return;
        }
        try {
            check(day);
            checked = day;
        } catch (Unsearchable e) {
            LOG.warn("the trail of {} cannot be checked now: {}", day, e.getMessage());
        }
    }

    private void check(LocalDate day) throws InterruptedException, Unsearchable {
        var begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var report = new Report();
        var check = new TrailCheck(report, this::find, register(begin));
        try {
            each("", begin, end, check::add);
            check.end();
        } catch (Unsearchable e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("nothing else is read", e);
        }
        LOG.info(
                "the trail of {}: {} records of {} streams, {} findings",
                day,
                check.records(),
                check.streams(),
                report.found);
        if (report.first == null) {
            health.fine();
        } else {
            health.degraded(
                    "the trail of " + day + " is not as nodes wrote it, " + report.found + " findings; the first: "
                            + report.first + ". See tollhouse audit verify --from " + day + " --to " + day.plusDays(1));
        }
    }

    /** A run that goes on has told since then how far it has come, which covers the day too. */
    private BootRegister register(Instant begin) throws InterruptedException, Unsearchable {
        var settled = clock.instant().minus(SETTLED);
        try {
            return runs.read(begin, settled, settled);
        } catch (KafkaTrouble e) {
            if (e.kind() == KafkaTrouble.Kind.OTHER) {
                throw new Unsearchable(e.reason());
            }
            LOG.warn("the keys of nodes are not checked: {}", e.reason());
        } catch (IOException e) {
            LOG.warn("the keys of nodes are not checked: {}", e.toString());
        }
        return BootRegister.none();
    }

    /** Counts what is found, and names the first ones. */
    private final class Report implements Consumer<Finding> {
        private int found;
        private @Nullable Finding first;

        @Override
        public void accept(Finding finding) {
            first = first == null ? finding : first;
            if (found++ < NAMED) {
                LOG.error("the trail: {}", finding);
            }
            var counter = counters.get(finding.kind());
            if (counter != null) {
                counter.increment();
            }
        }
    }

    private void find(EventId first, long last, Consumer<byte[]> each) throws IOException {
        var query = "node:%s tollhouse.boot:%s tollhouse.stream:%d event.sequence:>=%d event.sequence:<=%d"
                .formatted(first.node(), first.boot(), first.stream(), first.sequence(), last);
        each(query, EVER, NEVER, each::accept);
    }

    private interface Each {
        void accept(byte[] record) throws IOException;
    }

    private void each(String query, Instant since, Instant until, Each each) throws IOException {
        try {
            var next = Optional.of(new Search(query, QueryParser.parse(query), since, until, false, null));
            while (next.isPresent()) {
                var page = search.find(next.get(), AuditSearch.MAX_LIMIT);
                for (var document : page.documents()) {
                    each.accept(document);
                }
                next = page.next();
            }
        } catch (BadQuery e) {
            throw new IllegalStateException("this one is sound: " + query, e);
        } catch (SearchUnavailable e) {
            throw new Unsearchable(e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unsearchable("this process stops");
        }
    }

    private static final class Unsearchable extends IOException {
        Unsearchable(String reason) {
            super(reason);
        }
    }
}
