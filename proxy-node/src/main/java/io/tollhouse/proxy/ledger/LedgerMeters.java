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

/** What is counted of records. Every stage is there from the start, at zero. */
final class LedgerMeters {
    private final Map<Stage, Counter> acknowledged = new EnumMap<>(Stage.class);
    private final Map<Stage, Counter> lost = new EnumMap<>(Stage.class);
    private final Counter refused;
    private final Timer acknowledgement;

    LedgerMeters(MeterRegistry registry, Backlog backlog) {
        for (var stage : Stage.values()) {
            acknowledged.put(
                    stage, counter(registry, "tollhouse.audit.records", "Records that Kafka acknowledged", stage));
            lost.put(stage, counter(registry, "tollhouse.audit.lost", "Records that never reached Kafka", stage));
        }
        refused = Counter.builder("tollhouse.audit.refused")
                .description("Records that were not acknowledged in time, so that their requests were refused")
                .register(registry);
        acknowledgement = Timer.builder("tollhouse.audit.acknowledgement")
                .description("From a record to its acknowledgement, where a request waited for it")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        Gauge.builder("tollhouse.ledger", backlog, Backlog::bytes)
                .description("Records that Kafka has not acknowledged")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Stage stage) {
        return Counter.builder(name)
                .description(description)
                .tag("stage", stage.label())
                .register(registry);
    }

    void acknowledged(Pending pending, long now) {
        count(acknowledged, pending.stage());
        if (pending.held() != null) {
            acknowledgement.record(now - pending.since(), TimeUnit.NANOSECONDS);
        }
    }

    void lost(Stage stage) {
        count(lost, stage);
    }

    void refused() {
        refused.increment();
    }

    private static void count(Map<Stage, Counter> counters, Stage stage) {
        var counter = counters.get(stage);
        if (counter != null) {
            counter.increment();
        }
    }
}
