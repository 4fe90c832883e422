package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.testing.Faketime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node's clock is wrong, and steps. */
interface ClockFaults extends Faults {
    @Tag("long")
    @Test
    default void aClockIsADayAheadThenADayBehindThenRight() throws Exception {
        scenarios().holds("11-clock", load -> {
            for (var by : new Duration[] {Duration.ofDays(1), Duration.ofDays(-1), Duration.ZERO}) {
                try (var node = fleet().startNode("node-clock", Faketime.ahead(by), Map.of())) {
                    load.also(node);
                    Scenarios.awaitMore(load);
                    await("whether it says so")
                            .atMost(Scenarios.SOON)
                            .until(() -> node.reasons().contains("clock: ") != by.isZero());
                    node.process().kill();
                }
            }
            try (var node = fleet().startNode("node-clock", Faketime.ahead(Duration.ZERO), Map.of())) {
                assertThat(node.process().stop()).as("everything is sent").isZero();
            }
        });
    }
}
