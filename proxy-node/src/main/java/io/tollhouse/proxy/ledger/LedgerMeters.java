package io.tollhouse.proxy.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollhouse.contract.audit.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is counted of records. Every stage and cause is there from the start, at zero. */
final class LedgerMeters {
    private final Map<Stage, Counter> acknowledged = new EnumMap<>(Stage.class);
    private final Map<Stage, Counter> lost = new EnumMap<>(Stage.class);
    private final Map<Damage, Counter> damaged = new EnumMap<>(Damage.class);
    private final Counter refused;
    private final Timer append;
    private final Timer waited;

    /** What can be wrong with what is read back. */
    enum Damage {
        /** The end of a file that was being written when its node died: no record is lost. */
        TORN,
        /** Records that are gone. */
        GAP,
        /** A record that Kafka does not take. */
        REJECTED
    }

    LedgerMeters(MeterRegistry registry, Budget budget) {
        for (var stage : Stage.values()) {
            acknowledged.put(
                    stage,
                    counter(registry, "tollhouse.audit.records", "Records that Kafka acknowledged", stage.label()));
            lost.put(stage, counter(registry, "tollhouse.audit.lost", "Records that were not written", stage.label()));
        }
        for (var damage : Damage.values()) {
            damaged.put(
                    damage,
                    Counter.builder("tollhouse.ledger.damage")
                            .description("What was found wrong when the ledger was read")
                            .tag("kind", damage.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
        refused = Counter.builder("tollhouse.audit.refused")
                .description(
                        "Records that could not be held at their level in time, so that their requests were refused")
                .register(registry);
        append = Timer.builder("tollhouse.ledger.append")
                .description("Encoding a record and writing it to its file")
                .publishPercentiles(0.5, 0.99, 0.9999)
                .register(registry);
        waited = Timer.builder("tollhouse.audit.acknowledgement")
                .description("From a record to its level, where a request waited for it")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        Gauge.builder("tollhouse.ledger", budget, Budget::used)
                .description("Records that Kafka has not acknowledged")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String stage) {
        return Counter.builder(name)
                .description(description)
                .tag("stage", stage)
                .register(registry);
    }

    void appended(long nanos) {
        append.record(nanos, TimeUnit.NANOSECONDS);
    }

    void acknowledged(Stage stage) {
        count(acknowledged, stage);
    }

    /** Somebody who waited was told that it is held. */
    void held(Waiting waits) {
        waited.record(System.nanoTime() - waits.since(), TimeUnit.NANOSECONDS);
    }

    void lost(Stage stage) {
        count(lost, stage);
    }

    void refused() {
        refused.increment();
    }

    void damaged(Damage kind) {
        count(damaged, kind);
    }

    private static <K> void count(Map<K, Counter> counters, K kind) {
        var counter = counters.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }
}
