package io.tollhouse.local.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.probe.Http;
import io.tollhouse.local.testing.StartTime;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The largest list that there may be, from its publisher to a node with the heap that nodes have in these tests. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MillionNamesIT {
    private static final ListFile MILLION = names(ListFile.MAX_ENTRIES);

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static ListPublisher publisher;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        publisher = new ListPublisher(broker.address(), folder);
        publish("first", names(1));
        node = TestNode.start(
                        broker.address(),
                        folder,
                        "node-1",
                        TestDistributor.FLEET,
                        TestDistributor.trusted(folder),
                        Map.of())
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        publisher.close();
        broker.close();
    }

    private static ListFile names(int number) {
        var text = new ByteArrayOutputStream(number * 24);
        for (int i = 0; i < number; i++) {
            text.writeBytes(("name-" + i + ".blocked.test\n").getBytes(StandardCharsets.US_ASCII));
        }
        return ListFile.read(text.toByteArray(), "names.txt");
    }

    private static long publish(String rule, ListFile names) throws Exception {
        return publisher.publish("""
                tollhouse: v1
                policy: test
                lists: {names: {file: names.txt}}
                rules:
                  - {id: %s, to: ["list:names"], action: deny}
                """.formatted(rule), names).revision().revision();
    }

    /** How long it took since now. */
    private static Duration untilInForce(long revision) {
        return until(() -> node.process().metric("tollhouse_policy_revision") >= revision);
    }

    private static Duration until(Callable<Boolean> condition) {
        long began = System.nanoTime();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(condition);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static double fetched() {
        return node.process().metric("tollhouse_policy_chunks_fetched_total");
    }

    private static String rule(String host) throws Exception {
        return node.agent().get("http://" + host + "/").rule();
    }

    @Test
    @Order(1)
    void aKillIsInForceWithinASecondWhileAMillionNamesAreFetchedAndCompiled() throws Exception {
        long all = publish("a", MILLION);

        long ordered = System.nanoTime();
        publisher.kill("agent-1");
        until(() -> rule("x.test").equals("builtin.kill"));

        assertThat(Duration.ofNanos(System.nanoTime() - ordered)).isLessThan(Duration.ofSeconds(1));
        untilInForce(all);
        assertThat(fetched()).isBetween(40.0, 120.0);
    }

    /** Measured: 10 ms after the answer, of which the node's own part is a few. */
    @Test
    @Order(2)
    void anotherRuleIsInForceAtOnceWithoutAnyChunk() throws Exception {
        double before = fetched();

        assertThat(untilInForce(publish("b", MILLION))).isLessThan(Duration.ofSeconds(1));

        assertThat(fetched()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void anotherNameShipsOneChunk() throws Exception {
        double before = fetched();

        untilInForce(publish("b", names(ListFile.MAX_ENTRIES - 1)));

        assertThat(fetched() - before).isEqualTo(1);
    }

    @Test
    @Order(4)
    void aStartWithoutKafkaServesThemSoon() throws Exception {
        double revision = node.process().metric("tollhouse_policy_revision");
        until(() -> Files.readString(folder.resolve("ledger/node-1/policy.json"))
                .contains("\"revision\":" + (long) revision + ","));
        node.process().stop();
        broker.freeze();
        try {
            node.process().startAgain();

            var inForce = "tollhouse_policy_revision " + revision; // there as soon as agents are served
            until(() -> Http.get(node.admin().resolve("/metrics")).body().contains(inForce));

            assertThat(StartTime.of(node.process().pid()).withoutWaiting()).isLessThan(Duration.ofSeconds(5));
            assertThat(fetched()).isZero();
        } finally {
            broker.thaw();
        }
    }
}
