package io.tollhouse.proxy.judge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What is counted of decisions. Every verdict is there from the start, at zero. */
public final class DecisionMeters {
    private final Map<Verdict, Counter> decisions = new EnumMap<>(Verdict.class);
    private final Timer time;

    /** Registers them. */
    public DecisionMeters(MeterRegistry registry) {
        for (var verdict : Verdict.values()) {
            decisions.put(
                    verdict,
                    Counter.builder("tollhouse.decisions")
                            .description("Requests by what was decided of them")
                            .tag("verdict", verdict.label())
                            .register(registry));
        }
        time = Timer.builder("tollhouse.decision")
                .description("Time to decide one request, without waiting for names or records")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(1_000))
                .maximumExpectedValue(Duration.ofMillis(100))
                .register(registry);
    }

    /** A request whose decision is final. */
    void decided(Decision decision, long nanos) {
        Objects.requireNonNull(decisions.get(decision.verdict())).increment();
        time.record(nanos, TimeUnit.NANOSECONDS);
    }
}
