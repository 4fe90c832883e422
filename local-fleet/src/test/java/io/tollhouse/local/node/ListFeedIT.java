package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.policy.ListFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node comes by the lists of a revision from a real topic, and what it does where they are not to be had. */
class ListFeedIT extends FeedFixture {
    private static final int NAMES = 100_000;

    @BeforeEach
    void freshChunks() throws Exception {
        replaceChunks();
    }

    private static void replaceChunks() {
        broker.delete(Topic.CHUNKS);
        Awaitility.await().ignoreExceptions().until(() -> {
            broker.create(Topic.CHUNKS);
            return writer.shipAs("probe", new byte[1]).offset() == 0;
        });
    }

    private static ListFile names(int first) {
        var text = IntStream.range(first, first + NAMES)
                .mapToObj(i -> "name-" + i + ".blocked.test\n")
                .collect(Collectors.joining());
        return ListFile.read(text.getBytes(StandardCharsets.UTF_8), "names.txt");
    }

    private static String policy(String rule) {
        return """
                tollhouse: v1
                policy: test
                lists: {names: {file: names.txt}}
                rules:
                  - {id: all, to: ["**"], action: allow}
                  - {id: %s, to: ["list:names"], action: deny}
                """.formatted(rule);
    }

    private static String rule(RunningFeed node, String host) throws Exception {
        var facts = Facts.connect("agent-1", null, Authority.parse(host + ":443"), Instant.now());
        return Objects.requireNonNull(node.enforced.matcher()).judgeName(facts).rule();
    }

    private Path onDisk(ListPart list, int chunk) {
        return ledger.resolve("chunks").resolve(list.chunks().get(chunk).hash());
    }

    private void awaitKept(long revision) {
        Awaitility.await()
                .until(() -> Files.exists(ledger.resolve("policy.json"))
                        && Files.readString(ledger.resolve("policy.json")).contains("\"revision\":" + revision + ","));
    }

    @Test
    void listsAreFetchedOnceAndNotAgainForAnotherRuleNorAfterARestart() throws Exception {
        var list = writer.ship(names(0));
        var node = startFeed();

        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), list)).offset());
        assertThat(rule(node, "name-7.blocked.test")).isEqualTo("a");
        assertThat(rule(node, "name-100000.blocked.test")).isEqualTo("all");
        assertThat(node.lists.fetched()).isEqualTo(list.chunks().size()).isGreaterThan(3);

        node.awaitApplied(writer.publish(writer.signed(2, policy("b"), list)).offset());
        assertThat(rule(node, "name-7.blocked.test")).isEqualTo("b");
        assertThat(node.lists.fetched()).isEqualTo(list.chunks().size());

        awaitKept(2);
        node.stop();
        var again = startFeed();
        assertThat(again.active.revision()).isEqualTo(2);
        assertThat(rule(again, "name-7.blocked.test")).isEqualTo("b");
        assertThat(again.lists.fetched()).isZero();
    }

    @Test
    void ofAListWithAnotherNameTheChunksThatItTouchesAreFetched() throws Exception {
        var node = startFeed();
        var first = writer.ship(names(0));
        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), first)).offset());

        var second = writer.ship(names(1));
        node.awaitApplied(writer.publish(writer.signed(2, policy("a"), second)).offset());

        assertThat(node.lists.fetched() - first.chunks().size()).isBetween(1L, 3L);
        assertThat(rule(node, "name-100000.blocked.test")).isEqualTo("a");
        assertThat(rule(node, "name-0.blocked.test")).isEqualTo("all");
    }

    @Test
    void aDamagedFileIsNotBelievedAndFetchedAgain() throws Exception {
        var list = writer.ship(names(0));
        var node = startFeed();
        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), list)).offset());
        awaitKept(1);
        node.stop();
        var bytes = Files.readAllBytes(onDisk(list, 2));
        bytes[100] ^= 1;
        Files.write(onDisk(list, 2), bytes);

        var again = startFeed();

        Awaitility.await().until(() -> again.active.revision() == 1);
        assertThat(again.lists.fetched()).isEqualTo(1);
        bytes[100] ^= 1;
        Awaitility.await().untilAsserted(() -> assertThat(onDisk(list, 2)).hasBinaryContent(bytes));
    }

    @Test
    void bytesThatDoNotFitLeaveTheRevisionBeforeInForceUntilTheRightOnesAreThere() throws Exception {
        var node = startFeed();
        var first = writer.ship(names(0));
        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), first)).offset());
        var second = writer.ship(names(NAMES));
        replaceChunks();
        var wrong = second.chunks().get(0);
        writer.shipAs(wrong.hash(), "other.test\n".getBytes(StandardCharsets.US_ASCII));

        var at = writer.publish(writer.signed(2, policy("a"), second));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> node.assertRefused(at.offset(), "the list names.txt is not here: its chunk "));
        node.assertInForce(1);
        assertThat(node.health.isReady()).isTrue();

        writer.ship(names(NAMES));

        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> node.active.revision() == 2);
        node.awaitApplied(at.offset());
        Awaitility.await().until(() -> node.health.reasons().isEmpty());
    }

    @Test
    void chunksOfATopicThatWasReplacedAreFoundWhereTheyAreNow() throws Exception {
        writer.ship(names(500_000));
        var list = writer.ship(names(0));
        replaceChunks();
        var elsewhere = writer.ship(names(0));
        assertThat(elsewhere.chunks()).doesNotContainAnyElementsOf(list.chunks());

        var node = startFeed();
        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), list)).offset());

        assertThat(rule(node, "name-7.blocked.test")).isEqualTo("a");
        assertThat(node.lists.fetched()).isEqualTo(list.chunks().size());
    }

    @Test
    void aKillIsInForceWhileTheNodeWaitsForChunksThatAreNotThere() throws Exception {
        var list = writer.ship(names(0));
        replaceChunks();
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();
        Awaitility.await().until(() -> node.active.revision() == 1);
        writer.publish(writer.signed(2, policy("a"), list));

        var kill = writer.publish(writer.overlay(1, KillTarget.parse("agent-1", null, null, null)));

        node.awaitOverlayAt(kill.offset());
        assertThat(rule(node, "one.test")).isEqualTo("builtin.kill");
        node.assertInForce(1);
    }

    @Test
    void withoutKafkaAStartHasTheRevisionWithItsListsSoon() throws Exception {
        var list = writer.ship(names(0));
        var node = startFeed();
        node.awaitApplied(writer.publish(writer.signed(1, policy("a"), list)).offset());
        awaitKept(1);
        node.stop();

        broker.freeze();
        try {
            long began = System.nanoTime();
            var again = startFeed();
            assertThat(rule(again, "name-7.blocked.test")).isEqualTo("a");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        } finally {
            broker.thaw();
        }
    }
}
