package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.local.testing.Faketime;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A clock is wrong, and steps; a day ends. */
interface ClockFaults extends Faults {
    /** Long enough for a node to be ready before. */
    Duration BEFORE_MIDNIGHT = Duration.ofSeconds(20);

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
                await("what earlier runs have left is sent")
                        .atMost(Scenarios.SOON)
                        .until(() -> node.process().metric("tollhouse_ledger_bytes") == 0);
                assertThat(node.process().stop()).as("everything is sent").isZero();
            }
        });
    }

    /** Records that are read again go where they went the day they were made. */
    @Tag("long")
    @Test
    default void allOfItIsReadAgainTheDayAfter() throws Exception {
        scenarios().holds("11-read-again", load -> {
            var begin = fleet().broker().committed(Rights.AUDIT_GROUP);
            Scenarios.awaitMore(load);
            fleet().consumer().process().stop();
            try {
                await("the group has no members")
                        .atMost(Scenarios.SOON)
                        .until(() -> fleet().broker().members(Rights.AUDIT_GROUP) == 0);
                fleet().broker().commit(Rights.AUDIT_GROUP, begin);
                var tomorrows = fleet().startConsumer("consumer-tomorrow", Faketime.ahead(Duration.ofDays(1)), relay());
                try {
                    tomorrows.process().awaitReady();
                    scenarios().awaitIndexedSoFar();
                    assertThat(tomorrows.process().metric("tollhouse_indexed_total{result=\"duplicate\"}"))
                            .isPositive();
                } finally {
                    tomorrows.process().stop();
                }
            } finally {
                fleet().consumer().process().startAgain();
            }
        });
    }

    /** Records of one request go to the indices of two days. */
    @Tag("long")
    @Test
    default void theConsumerIsKilledWhileADayEnds() throws Exception {
        scenarios().holds("8-midnight", load -> {
            var midnight = Instant.now().plus(BEFORE_MIDNIGHT);
            try (var node = fleet().startNode("node-midnight", Faketime.ahead(untilTheNextDay(midnight)), Map.of())) {
                load.also(node);
                for (int kill = 0; kill < Scenarios.KILLS || Instant.now().isBefore(midnight); kill++) {
                    fleet().killBehindABulk(relay());
                    Scenarios.awaitMore(load);
                }
                Scenarios.awaitMore(load);
                await("everything is sent")
                        .atMost(Scenarios.SOON)
                        .until(() -> node.process().metric("tollhouse_ledger_bytes") == 0);
                assertThat(node.process().stop()).isZero();
            }
        });
        assertThat(Files.readString(Scenarios.index("8-midnight")))
                .as("records of both days")
                .containsPattern("T23:59:5[^\n]*\"observer.name\":\"node-midnight\"")
                .containsPattern("T00:00:[^\n]*\"observer.name\":\"node-midnight\"");
    }

    private static Duration untilTheNextDay(Instant from) {
        var next = from.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS);
        return Duration.between(from, next);
    }
}
