package io.tollhouse.consumer.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What is counted of records. Every result is there from the start, at zero. */
public final class DeliveryMeters {
    private final Map<Counted, Counter> results = new EnumMap<>(Counted.class);
    private final Timer bulk;

    /** The values of the label {@code result}. */
    enum Counted {
        CREATED,
        DUPLICATE,
        CONFLICT,
        ENVELOPE,
        RETRIED
    }

    public DeliveryMeters(MeterRegistry registry) {
        for (var result : Counted.values()) {
            results.put(
                    result,
                    Counter.builder("tollhouse.indexed")
                            .description("What became of records; those that are retried are counted each time")
                            .tag("result", result.name().toLowerCase(java.util.Locale.ROOT))
                            .register(registry));
        }
        bulk = Timer.builder("tollhouse.bulk")
                .description("From a bulk request to its answer")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }

    void count(Counted result, int records) {
        var counter = results.get(result);
        if (counter != null) {
            counter.increment(records);
        }
    }

    void bulkTook(long nanos) {
        bulk.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }
}
