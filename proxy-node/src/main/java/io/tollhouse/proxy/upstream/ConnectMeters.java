package io.tollhouse.proxy.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long destinations take to answer. Every result is there from the start, at zero. */
final class ConnectMeters {
    private final Timer ok;
    private final Timer refused;
    private final Timer timeout;

    ConnectMeters(MeterRegistry registry) {
        ok = timer(registry, "ok");
        refused = timer(registry, "refused");
        timeout = timer(registry, "timeout");
    }

    private static Timer timer(MeterRegistry registry, String result) {
        return Timer.builder("tollhouse.upstream.connect")
                .description(
                        "From the first address that is dialled to the one that answers, or the last that does not")
                .tag("result", result)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
    }

    void connected(long nanos) {
        ok.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos, boolean byTime) {
        (byTime ? timeout : refused).record(nanos, TimeUnit.NANOSECONDS);
    }
}
