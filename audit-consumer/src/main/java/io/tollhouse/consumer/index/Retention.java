package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.elasticsearch.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The days that there are indices for: tomorrow's is made in the evening, so that what cannot be made is known before it is needed, and
 * those that are old enough are deleted. The consumer that has partition 0 does it, so that one of a group does.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    /** UTC. */
    private static final int EVENING = 18;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Cluster cluster;
    private final IndexMaker maker;
    private final Optional<Duration> kept;
    private final BooleanSupplier isMine;
    private final Health.Part health;
    private final Counter deleted;
    private final Clock clock;

    /**
     * Does nothing before {@link #run}.
     *
     * @param kept how long an index stays behind its day; empty for ever
     * @param isMine whether this consumer is the one of its group that has to do it
     */
    public Retention(
            Cluster cluster,
            IndexSettings settings,
            Optional<Duration> kept,
            BooleanSupplier isMine,
            Health health,
            MeterRegistry meters,
            Clock clock) {
        this.cluster = cluster;
        this.maker = new IndexMaker(cluster, settings);
        this.kept = kept;
        this.isMine = isMine;
        this.health = health.part("days");
        this.clock = clock;
        deleted = Counter.builder("tollhouse.indices.deleted")
                .description("Indices that were older than index.retention")
                .register(meters);
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            while (!isMine.getAsBoolean()) {
                health.fine(); // another one says it now
                Thread.sleep(LOOK.toMillis());
            }
            look();
            Thread.sleep(PAUSE.toMillis());
        }
    }

    void look() {
        var problems = new ArrayList<String>();
        var now = clock.instant().atZone(ZoneOffset.UTC);
        if (now.getHour() >= EVENING) {
            makeTomorrows(now.toLocalDate().plusDays(1), problems);
        }
        kept.ifPresent(retention -> deleteOld(retention, problems));
        if (problems.isEmpty()) {
            health.fine();
        } else {
            health.degraded(String.join("; ", problems));
        }
    }

    private void makeTomorrows(LocalDate day, List<String> problems) {
        try {
            maker.make(IndexNames.ofDay(day));
        } catch (IOException | RuntimeException e) { // the latter where an answer has not the form that it must have
            problems.add("the index of tomorrow, " + IndexNames.ofDay(day) + ", cannot be made: " + Failures.sentence(e)
                    + ". Mend that before midnight UTC");
        }
    }

    private void deleteOld(Duration retention, List<String> problems) {
        try {
            for (var index : created().properties()) {
                var created = Instant.ofEpochMilli(index.getValue()
                        .path("settings")
                        .path("index.creation_date")
                        .asLong(Long.MAX_VALUE));
                if (isOld(index.getKey(), created, clock.instant(), retention)) {
                    cluster.rest().performRequest(new Request("DELETE", "/" + index.getKey()));
                    deleted.increment();
                    LOG.info("index {} is deleted: it is older than {} days", index.getKey(), retention.toDays());
                }
            }
        } catch (IOException | RuntimeException e) { // as above
            problems.add("indices older than index.retention cannot be deleted: " + Failures.sentence(e));
        }
    }

    private JsonNode created() throws IOException {
        var request = new Request(
                "GET", "/" + IndexNames.AUDIT + "*," + IndexNames.ENVELOPE + "*/_settings/index.creation_date");
        request.addParameter("flat_settings", "true");
        request.addParameter("expand_wildcards", "open,closed");
        request.addParameter("ignore_unavailable", "true");
        try (var in = cluster.rest().performRequest(request).getEntity().getContent()) {
            return MAPPER.readTree(in);
        }
    }

    /**
     * Whether an index is to be deleted: its day is over for so long, and it was made so long ago. A day alone would delete at once what was
     * restored, or what a wrong clock has written.
     *
     * @param index what has no day in its name is kept
     */
    static boolean isOld(String index, Instant created, Instant now, Duration retention) {
        var until = now.minus(retention);
        return IndexNames.day(index)
                .map(day -> !day.plusDays(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .isAfter(until)
                        && !created.isAfter(until))
                .orElse(false);
    }
}
