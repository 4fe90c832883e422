package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.consumer.TestConsumer;
import io.tollhouse.local.testing.Signals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to Kafka and to those who read from it. */
interface KafkaFaults extends Faults {
    @Tag("long")
    @Test
    default void kafkaIsDown() throws Exception {
        scenarios().holds("2-kafka-down", load -> {
            int refused = refusedFor(503, load);
            assertThat(load.once(fleet().node(1).agent(), OutagesFleet.SURE)).isEqualTo(204);
            fleet().broker().kill();
            try {
                assertThat(load.once(fleet().node(1).agent(), OutagesFleet.SURE))
                        .as("what Kafka must have first")
                        .isEqualTo(503);
                Scenarios.away();
                assertThat(refusedFor(503, load)).as("refused but for that one").isEqualTo(refused + 1);
            } finally {
                fleet().broker().startAgain();
            }
            fleet().awaitReady();
        });
    }

    private static int refusedFor(int status, Load load) {
        return (int) load.letThrough().stream()
                .filter(asked -> asked.answer().status() == status)
                .count();
    }

    /** What no index takes, in the ways that were thought of. */
    private static List<byte[]> poison() {
        var id = "{\"event.id\":\"node-9-0123456789ab-0001-%s\",\"@timestamp\":\"2026-01-01T00:00:00.000Z\"}";
        return Stream.of(
                        "not JSON",
                        "{\"a\":1}\n{\"delete\":{}}",
                        id.formatted("0".repeat(600)),
                        "[]",
                        "{}",
                        "{\"event.id\":\"node-9-0123456789ab-0001-000000000001\",\"@timestamp\":\"yesterday\"}",
                        id.formatted("000000000002") + " ",
                        "{\"x\":\"" + "x".repeat(70_000) + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    default void poisonIsKeptAsideAndHoldsNothingUp() throws Exception {
        scenarios().holds("7-poison", load -> {
            long letters = fleet().broker().records(Topic.DEAD_LETTER);
            fleet().broker().send(Topic.AUDIT, poison());
            await().atMost(Scenarios.SOON)
                    .until(() -> fleet().broker().records(Topic.DEAD_LETTER) == letters + poison().size());
        });
        assertThat(Files.readString(Scenarios.index("7-poison")).lines())
                .filteredOn(line -> line.contains("\"pipeline_error\""))
                .hasSizeGreaterThanOrEqualTo(poison().size());
    }

    /** What is too much waits for the next minute, and that is said. */
    @Tag("long")
    @Test
    default void morePoisonThanAMinuteMayHave() throws Exception {
        scenarios().holds("7-breaker", load -> {
            long letters = fleet().broker().records(Topic.DEAD_LETTER);
            var much = Collections.nCopies(5, poison()).stream()
                    .flatMap(List::stream)
                    .toList();
            fleet().broker().send(Topic.AUDIT, much);
            await("the consumer says it")
                    .atMost(Scenarios.SOON)
                    .until(() -> fleet().consumer().process().readiness().body().contains("too many for a minute"));
            assertThat(fleet().broker().records(Topic.DEAD_LETTER))
                    .as("not more than a minute may have")
                    .isLessThan(letters + much.size());
            await("all of it is kept in the end")
                    .atMost(Scenarios.SOON.multipliedBy(4))
                    .until(() -> fleet().broker().records(Topic.DEAD_LETTER) == letters + much.size());
        });
    }

    @Tag("long")
    @Test
    default void consumersComeAndGo() throws Exception {
        scenarios().holds("9-consumers", load -> {
            for (int turn = 0; turn < Scenarios.KILLS; turn++) {
                var more = TestConsumer.start(
                        fleet().broker().address(), fleet().folder(), "consumer-more", relay().url());
                try {
                    more.process().awaitReady();
                    Scenarios.awaitMore(load);
                } finally {
                    more.process().stop();
                }
                Scenarios.awaitMore(load);
            }
        });
    }

    /** For longer than its group waits for it: another one takes over, and it comes back to what is no longer its own. */
    @Tag("long")
    @Test
    default void aConsumerIsStoppedForLongerThanItsGroupWaits() throws Exception {
        scenarios().holds("9-consumer-stopped", load -> {
            var more =
                    TestConsumer.start(fleet().broker().address(), fleet().folder(), "consumer-stopped", relay().url());
            try {
                more.process().awaitReady();
                awaitMembers(2);
                Scenarios.awaitMore(load);
                Signals.send("STOP", more.process().pid());
                try {
                    awaitMembers(1);
                    Scenarios.awaitMore(load);
                } finally {
                    Signals.send("CONT", more.process().pid());
                }
                awaitMembers(2);
                Scenarios.awaitMore(load);
            } finally {
                more.process().stop();
            }
        });
    }

    private void awaitMembers(int number) {
        await("the group has " + number + " members")
                .atMost(Scenarios.SOON)
                .until(() -> fleet().broker().members(Rights.AUDIT_GROUP) == number);
    }

    /** At the moment between a bulk request and the commit behind it. */
    @Test
    default void theConsumerIsKilledBetweenBulkAndCommit() throws Exception {
        scenarios().holds("8-consumer-killed", load -> {
            for (int kill = 0; kill < Scenarios.KILLS; kill++) {
                fleet().killBehindABulk(relay());
                Scenarios.awaitMore(load);
            }
        });
    }
}
