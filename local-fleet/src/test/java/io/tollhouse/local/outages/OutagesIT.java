package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.StartTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fleet whose Kafka, Elasticsearch, distributor or policy topic goes away and comes back. How long they are away is a
 * setting of the test, {@code -Dtollhouse.outage=2m}.
 */
class OutagesIT {
    private static final Logger LOG = LoggerFactory.getLogger(OutagesIT.class);
    private static final Duration OUTAGE =
            Duration.parse("PT" + System.getProperty("tollhouse.outage", "6s").toUpperCase(Locale.ROOT));
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Requests of a busy machine may time out, 10 s each, before Kafka has every record. */
    private static final Duration DRAINED = Duration.ofSeconds(60);

    /** Far less than the two seconds that whoever waits for Kafka would wait. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    /** A node that starts without Kafka serves within this time of the start of its process. */
    private static final Duration START = Duration.ofSeconds(2);

    /** Where other processes of a busy machine made the first starts slow. */
    private static final int STARTS = 3;

    private static OutagesFleet fleet;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        fleet = OutagesFleet.start(folder);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @BeforeEach
    void everythingIsThere() {
        fleet.awaitReady();
    }

    private static Agent.Answer ask(TestNode node, String url) {
        try {
            return node.agent().get(url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Long> recordsOf(Load load) {
        var records = new HashMap<String, Long>();
        load.refused().forEach(asked -> records.put(asked.path(), 1L));
        load.letThrough().forEach(asked -> records.put(asked.path(), 2L));
        return records;
    }

    @Test
    void withoutKafkaEnforcementGoesOnAndRecordsWait() throws Exception {
        var node = fleet.node(1);
        long revision = fleet.publish();
        double refusedBefore = node.process().metric("tollhouse_audit_refused_total");
        var inFlight = CompletableFuture.supplyAsync(() -> ask(node, OutagesFleet.OPEN + "/slow"));
        fleet.origin().awaitHalf();

        fleet.broker().kill();
        var load = Load.on(List.of(node));
        try (load) {
            awaitReasons(node, revision);
            fleet.origin().letTheRestGo();
            assertThat(inFlight.get(10, TimeUnit.SECONDS).body()).isEqualTo(Origin.FIRST_HALF + Origin.SECOND_HALF);
            aNodeThatStartsServesItsLastGoodPolicy(fleet.node(2));
            await().atMost(OUTAGE.plus(SOON)).until(() -> policyAge(node).compareTo(OUTAGE) >= 0);
            load.end();
            assertThat(node.process().metric("tollhouse_ledger_bytes")).isPositive();
            assertThat(node.process().metric("tollhouse_audit_refused_total")).isEqualTo(refusedBefore);
        } finally {
            fleet.broker().startAgain();
        }

        refusalsWereAsEver(load);
        theRestWasLetThrough(load);
        itRecoversByItself(node);
        LOG.warn("Kafka was away for {}: {}", OUTAGE, load);
        var records = recordsOf(load);
        records.put("/slow", 2L);
        fleet.awaitDocuments(records);
    }

    private static Duration policyAge(TestNode node) {
        return Duration.ofMillis((long) (1_000 * node.process().metric("tollhouse_policy_age_seconds")));
    }

    private static void awaitReasons(TestNode node, long revision) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(node.reasons())
                        .contains("\"ready\":true", "Kafka acknowledges no records since", "wait in the ledger")
                        .contains("Kafka does not answer", "revision " + revision + " stays in force"));
        assertThat(node.process().metric("tollhouse_policy_revision")).isEqualTo((double) revision);
    }

    private static void refusalsWereAsEver(Load load) {
        assertThat(load.refused()).isNotEmpty().allSatisfy(asked -> {
            assertThat(asked.answer().status()).isEqualTo(403);
            assertThat(asked.answer().rule()).isEqualTo("closed");
        });
        assertThat(Load.median(load.refused())).isLessThan(AT_ONCE);
    }

    private static void theRestWasLetThrough(Load load) {
        assertThat(load.letThrough())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.answer().status()).isEqualTo(204));
        assertThat(Load.median(load.letThrough())).isLessThan(AT_ONCE);
    }

    private static void itRecoversByItself(TestNode node) {
        fleet.awaitReady();
        await().atMost(SOON).untilAsserted(() -> {
            var answer = ask(node, OutagesFleet.OPEN + "/");
            assertThat(answer.status()).as("%s; %s", answer, node.reasons()).isEqualTo(204);
        });
        await().atMost(DRAINED)
                .untilAsserted(() -> assertThat(node.process().metric("tollhouse_ledger_bytes"))
                        .as(
                                "%s; %s",
                                node.reasons(), Files.readString(node.process().log()))
                        .isZero());
        await().atMost(SOON).until(() -> policyAge(node).toSeconds() < 3);
        assertThat(node.process().metric("tollhouse_audit_lost_total")).isZero();
    }

    private static void aNodeThatStartsServesItsLastGoodPolicy(TestNode node) throws Exception {
        var quickest = SOON;
        for (int i = 0; i < STARTS && quickest.compareTo(START) >= 0; i++) {
            fleet.killAndStartAgain(node.process());
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    .until(() -> ask(node, OutagesFleet.CLOSED + "/").rule().equals("closed"));
            var started = StartTime.of(node.process().pid());
            LOG.warn("a node without Kafka served its last good policy after {}", started);
            quickest = started.withoutWaiting();
        }
        assertThat(quickest).isLessThan(START);
        await().atMost(SOON).until(() -> node.process().readiness().isOk());
    }

    @Test
    void anElasticsearchThatIsAwayUnderLoadLosesAndDoublesNothing() throws Exception {
        var load = Load.on(fleet.nodes());
        try (load) {
            await().until(() -> load.letThrough().size() > 20);
            fleet.elasticsearch().kill();
            long away = System.nanoTime();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(fleet.consumer().process().readiness())
                            .satisfies(answer -> assertThat(answer.status()).isEqualTo(503))
                            .satisfies(answer -> assertThat(answer.body()).contains("Elasticsearch does not answer")));
            await().atMost(OUTAGE.plus(SOON)).until(() -> System.nanoTime() - away > OUTAGE.toNanos());
            assertThat(fleet.consumer().process().metric("tollhouse_consumer_lag"))
                    .isPositive();
            assertThat(fleet.nodes())
                    .allMatch(node -> node.process().readiness().isOk());
            load.end();
        } finally {
            fleet.elasticsearch().startAgain();
        }

        assertThat(load.refused()).allMatch(asked -> asked.answer().status() == 403);
        assertThat(load.letThrough()).allMatch(asked -> asked.answer().status() == 204);
        fleet.awaitDocuments(recordsOf(load));
        await().atMost(SOON).until(() -> fleet.consumer().process().metric("tollhouse_consumer_lag") == 0);
        LOG.warn("Elasticsearch was away for {}: {}", OUTAGE, load);
    }

    @Test
    void withoutADistributorNodesGoOnAndApplySaysWhatToDo() throws Exception {
        var policy = fleet.writePolicy().toString();
        var cli = fleet.cli();
        fleet.distributor().process().kill();
        try {
            var said = cli.tollhouse("policy", "apply", policy);

            assertThat(said.exit()).isEqualTo(5);
            assertThat(said.err())
                    .contains("the API at " + fleet.distributor().api() + " cannot be reached")
                    .contains("Nothing was published, and nodes go on", "Start a distributor there");
            for (var node : fleet.nodes()) {
                assertThat(node.reasons()).contains("\"ready\":true", "\"reasons\":[]");
                assertThat(ask(node, OutagesFleet.OPEN + "/").status()).isEqualTo(204);
                assertThat(ask(node, OutagesFleet.CLOSED + "/").rule()).isEqualTo("closed");
            }
        } finally {
            fleet.distributor().process().startAgain();
        }
        fleet.distributor().process().awaitReady();
        var again = cli.tollhouse("policy", "apply", policy);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).contains("2/2 nodes");
    }

    @Test
    void nodesKeepTheirPolicyWhenItsTopicIsMadeAgainAndTakeTheNextRevision() throws Exception {
        long before = fleet.publish();

        fleet.broker().delete(Topic.POLICY);
        await("each node says that the topic is empty").atMost(SOON).until(() -> {
            fleet.broker().create(Topic.POLICY);
            return OutagesFleet.NAMES.stream().allMatch(OutagesIT::saysThatTheTopicIsEmpty);
        });
        for (var node : fleet.nodes()) {
            assertThat(node.reasons())
                    .contains("\"ready\":true", "holds no policy", "revision " + before + " stays in force");
            assertThat(ask(node, OutagesFleet.CLOSED + "/").rule()).isEqualTo("closed");
            assertThat(ask(node, OutagesFleet.OPEN + "/").status()).isEqualTo(204);
        }
        await("the fleet names them").atMost(SOON).untilAsserted(() -> {
            var shown = fleet.cli().tollhouse("fleet");
            assertThat(shown.out().lines().filter(line -> line.contains("degraded")))
                    .hasSize(2);
            assertThat(shown.out()).contains("holds no policy");
        });

        assertThat(publishAsSoonAsTheDistributorReadsIt()).isGreaterThan(before);
        fleet.awaitReady();
        assertThat(fleet.nodes()).noneMatch(node -> node.reasons().contains("policy:"));
    }

    private static boolean saysThatTheTopicIsEmpty(String node) {
        try {
            return fleet.log()
                    .last(node)
                    .filter(status -> status.state() == NodeStatus.State.DEGRADED)
                    .filter(status -> String.valueOf(status.error()).contains("holds no policy"))
                    .isPresent();
        } catch (io.tollhouse.contract.fleet.NotBelieved e) {
            throw new AssertionError(e);
        }
    }

    private static long publishAsSoonAsTheDistributorReadsIt() {
        return await().atMost(SOON).ignoreException(AssertionError.class).until(fleet::publish, revision -> true);
    }

    @Test
    void aPolicyTopicWithTheWrongCleanupIsNamedWithTheCommandThatMendsItAndServes() throws Exception {
        fleet.broker().configure(Topic.POLICY, "cleanup.policy", "delete");
        try {
            fleet.killAndStartAgain(fleet.distributor().process());
            fleet.distributor().process().awaitReady();

            assertThat(fleet.distributor().process().readiness().body())
                    .contains("tollhouse.policy: cleanup.policy is delete and must be compact: kafka-configs.sh");
            fleet.publish();
            for (var node : fleet.nodes()) {
                assertThat(ask(node, OutagesFleet.OPEN + "/").status()).isEqualTo(204);
            }
        } finally {
            fleet.broker().configure(Topic.POLICY, "cleanup.policy", "compact");
        }
    }
}
