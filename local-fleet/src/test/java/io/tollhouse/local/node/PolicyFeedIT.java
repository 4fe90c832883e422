package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node believes of a real policy topic. */
class PolicyFeedIT extends FeedFixture {
    @Test
    void aTopicWithoutAPolicyLeavesTheNodeRefusing() throws Exception {
        var node = startFeed();

        node.awaitApplied(0);
        node.assertInForce(0);
        assertThat(node.active.matcher()).isNull();
        assertThat(node.health.isReady()).isFalse();
    }

    @Test
    void theNewestRevisionIsInForceAndKeptOnDisk() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var newest = writer.signed(2, PolicyWriter.allowing("two.test"));
        var at = writer.publish(newest);

        var node = startFeed();

        node.awaitApplied(at.offset());
        node.assertInForce(2);
        assertThat(node.active.hash()).isEqualTo(newest.hash());
        assertThat(node.feed.state().error()).isNull();
        assertThat(node.health.isReady()).isTrue();
        Awaitility.await()
                .untilAsserted(() -> assertThat(ledger.resolve("policy.json")).hasBinaryContent(newest.bytes()));
    }

    @Test
    void aRevisionThatCannotBeKeptOnDiskIsInForceAndTriedAgain() throws Exception {
        Files.delete(ledger);
        var revision = writer.signed(1, PolicyWriter.allowing("one.test"));
        var node = startFeed();

        node.awaitApplied(writer.publish(revision).offset());
        Awaitility.await()
                .until(() -> node.health.reasons().toString().contains("revision 1 is in force and cannot be kept"));
        node.assertInForce(1);
        assertThat(node.health.isReady()).isTrue();
        Files.createDirectory(ledger);

        Awaitility.await().until(() -> node.health.reasons().isEmpty());
        assertThat(ledger.resolve("policy.json")).hasBinaryContent(revision.bytes());
    }

    @Test
    void aRevisionPublishedLaterIsInForceSoonAfterItsCommit() throws Exception {
        var node = startFeed();
        node.awaitApplied(0);

        for (int revision = 1; revision <= 20; revision++) {
            var manifest = writer.signed(revision, PolicyWriter.allowing("r" + revision + ".test"));
            writer.publish(manifest);
            int expected = revision;
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> node.active.revision() == expected);
        }
    }

    @Test
    void whatIsNotSignedIsNotBelieved() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();
        var at = writer.write(Topic.POLICY_KEY, "{\"v\":1,\"revision\":2}".getBytes(StandardCharsets.UTF_8));

        node.awaitApplied(at.offset());
        node.assertInForce(1);
        node.assertRefused(at.offset(), "it is not signed");
    }

    @ParameterizedTest(name = "feed started before the second: {0}")
    @ValueSource(booleans = {true, false})
    void aLowerRevisionIsNotBelieved(boolean startedBefore) throws Exception {
        writer.publish(writer.signed(5, PolicyWriter.allowing("five.test")));
        var early = startedBefore ? startFeed() : null;
        if (early != null) {
            Awaitility.await().until(() -> early.active.revision() == 5);
        }
        var at = writer.publish(writer.signed(4, PolicyWriter.allowing("four.test")));
        var node = early == null ? startFeed() : early;

        node.awaitApplied(at.offset());
        node.assertInForce(5);
        node.assertRefused(at.offset(), "its revision 4 is below 5");
    }

    @Test
    void theSameRevisionWithAnotherContentIsNotBelieved() throws Exception {
        writer.publish(writer.signed(5, PolicyWriter.allowing("five.test")));
        var node = startFeed();
        var at = writer.publish(writer.signed(5, PolicyWriter.allowing("another.test")));

        node.awaitApplied(at.offset());
        node.assertRefused(at.offset(), "another content");
    }

    @Test
    void theFeedReadsOnWhileARevisionIsCompiledAndTheNewestOfWhatCameIsNext() throws Exception {
        var gate = new Gate();
        var node = startFeed(gate);
        var first = writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        gate.awaitCompilation(1);

        var second = writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));
        writer.publish(writer.signed(3, PolicyWriter.allowing("three.test")));
        var unknown = writer.write("later", new byte[] {'{', '}'});
        Awaitility.await().until(() -> Objects.equals(node.feed.state().errorOffset(), unknown.offset()));
        Awaitility.await().until(() -> node.feed.age().compareTo(Duration.ofMillis(500)) < 0);
        assertThat(node.applied().offset()).isLessThan(first.offset());

        gate.permits.release();
        gate.awaitCompilation(2);
        node.assertInForce(1);
        assertThat(node.applied().offset()).isBetween(first.offset(), second.offset() - 1);

        gate.permits.release();
        node.awaitApplied(unknown.offset());
        node.assertInForce(3);
        assertThat(gate.compilations).hasValue(2);
    }

    @Test
    void theOneBeforeTheNewestIsInForceWhereTheNewestIsRefusedThoughBothCameDuringACompilation() throws Exception {
        var gate = new Gate();
        var node = startFeed(gate);
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        gate.awaitCompilation(1);
        writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));
        var bad = writer.publish(writer.signed(3, "tollhouse: v1\npolicy: test\nrules: [{id: x, to: 5}]\n"));
        gate.permits.release(10);

        node.awaitApplied(bad.offset());
        node.assertInForce(2);
        node.assertRefused(bad.offset(), "does not compile");
    }

    @Test
    void aKeyThatIsTrustedLaterMakesTheNewestPolicyAcceptable() throws Exception {
        var trusted = new AtomicReference<>(new TrustedKeys(Map.of()));
        var at = writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed(trusted::get);
        node.awaitApplied(at.offset());
        node.assertInForce(0);
        node.assertRefused(at.offset(), "which is not trusted here");

        trusted.set(writer.trustedKeys());
        node.feed.keysChanged();

        Awaitility.await().until(() -> node.health.reasons().isEmpty());
        node.assertInForce(1);
        assertThat(node.feed.state().error()).isNull();
        assertThat(node.applied().offset()).isEqualTo(at.offset());
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));
    }

    @Test
    void aKeyThatIsTrustedNoMoreLeavesWhatIsInForceAndSignsNothingNew() throws Exception {
        var trusted = new AtomicReference<>(writer.trustedKeys());
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed(trusted::get);
        Awaitility.await().until(() -> node.active.revision() == 1);

        trusted.set(new TrustedKeys(Map.of()));
        node.feed.keysChanged();
        var at = writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));

        node.awaitApplied(at.offset());
        node.assertInForce(1);
        node.assertRefused(at.offset(), "which is not trusted here");
    }

    @Test
    void whatAnotherFleetSignedIsNotBelieved() throws Exception {
        var node = startFeed();
        var at = writer.publish(writer.signed("staging", 1, PolicyWriter.allowing("**")));

        node.awaitApplied(at.offset());
        node.assertInForce(0);
        node.assertRefused(at.offset(), "another fleet");
    }

    @Test
    void aPolicyThatDoesNotCompileOrFailsItsOwnTestsIsNotBelieved() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();

        var broken = writer.publish(writer.signed(2, "tollhouse: v1\npolicy: test\nrules: [{id: x, to: 5}]\n"));
        node.awaitApplied(broken.offset());
        node.assertRefused(broken.offset(), "does not compile");

        var failing = PolicyWriter.allowing("two.test")
                + "tests:\n  - {agent: a, request: \"CONNECT one.test:443\", expect: allow}\n";
        var at = writer.publish(writer.signed(3, failing));
        node.awaitApplied(at.offset());
        node.assertInForce(1);
        node.assertRefused(at.offset(), "one of its own tests fails");
    }

    @Test
    void anErrorGoesWithTheNextGoodRevision() throws Exception {
        var node = startFeed();
        writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});
        var at = writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));

        node.awaitApplied(at.offset());
        node.assertInForce(1);
        assertThat(node.feed.state().error()).isNull();
        assertThat(node.health.reasons()).isEmpty();
    }

    @Test
    void aNodeThatStartsTakesTheNewestThatItCanBelieve() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));
        var at = writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});

        var node = startFeed();

        node.awaitApplied(at.offset());
        node.assertInForce(2);
        node.assertRefused(at.offset(), "not signed");
    }

    @Test
    void noNumberOfRecordsThatCountForNothingDropsTheOneThatIsRight() throws Exception {
        writer.publish(writer.signed(2, PolicyWriter.allowing("two.test")));
        for (int i = 0; i < 20; i++) {
            writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});
        }
        var at = writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});

        var node = startFeed();

        node.awaitApplied(at.offset());
        node.assertInForce(2);
        node.assertRefused(at.offset(), "not signed");
    }

    @Test
    void aNodeWithNothingInForceThatRefusesTheNewestTakesTheNewestOfTheHistoryThatItBelieves() throws Exception {
        writer.keep(writer.signed(1, PolicyWriter.allowing("one.test")));
        writer.keep(writer.signed(2, PolicyWriter.allowing("two.test")));
        writer.keep(writer.signed("staging", 3, PolicyWriter.allowing("three.test")));
        writer.write(Topic.POLICY_KEY, null);
        var broken = writer.signed(4, "tollhouse: v1\npolicy: test\nrules: [{id: x, to: 5}]\n");
        writer.keep(broken);
        var at = writer.publish(broken);

        var node = startFeed();

        Awaitility.await().until(() -> node.active.revision() == 2);
        node.awaitApplied(at.offset());
        Awaitility.await()
                .untilAsserted(() ->
                        node.assertRefused(at.offset(), "this node had none and took revision 2 from the history"));
        node.assertRefused(at.offset(), "does not compile");
        assertThat(node.health.isReady()).isTrue();
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));

        var next = writer.publish(writer.signed(5, PolicyWriter.allowing("five.test")));
        node.awaitApplied(next.offset());
        node.assertInForce(5);
        assertThat(node.health.reasons()).isEmpty();
    }

    @Test
    void theHistoryIsNothingToANodeThatHasAPolicyAndANodeWithoutOneSaysThatItHoldsNone() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var has = startFeed();
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));
        writer.keep(writer.signed(2, PolicyWriter.allowing("two.test")));
        var at = writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});
        has.awaitApplied(at.offset());
        stopFeed();

        var trusting = startFeed();
        trusting.awaitApplied(at.offset());
        trusting.assertInForce(1);
        stopFeed();

        Files.delete(ledger.resolve("policy.json"));
        var trustingNobody = startFeed(() -> new TrustedKeys(Map.of()));
        Awaitility.await()
                .untilAsserted(() ->
                        trustingNobody.assertRefused(at.offset(), "the history holds none that this node believes"));
        trustingNobody.assertInForce(0);
    }

    /** As a compaction leaves it where somebody without a key has written above the right one. */
    @ParameterizedTest(name = "with an older one on the topic: {0}")
    @ValueSource(booleans = {true, false})
    void aNodeThatStartsWithNothingTakesTheHighestOfTopicAndHistory(boolean older) throws Exception {
        writer.keep(writer.signed(1, PolicyWriter.allowing("one.test")));
        writer.keep(writer.signed(2, PolicyWriter.allowing("two.test")));
        var at = older
                ? writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")))
                : writer.write(Topic.POLICY_KEY, null);

        var node = startFeed();

        node.awaitApplied(at.offset());
        Awaitility.await().until(() -> node.active.revision() == 2);
        Awaitility.await()
                .until(() -> String.valueOf(node.feed.state().error()).contains("took revision 2 from the history"));
        assertThat(node.health.isReady()).isTrue();

        var next = writer.publish(writer.signed(3, PolicyWriter.allowing("three.test")));
        node.awaitApplied(next.offset());
        node.assertInForce(3);
        assertThat(node.feed.state().error()).isNull();
    }

    @Test
    void aHistoryThatIsNotThereIsSaidAndReadWhenItIs() throws Exception {
        broker.delete(Topic.HISTORY);
        var at = writer.write(Topic.POLICY_KEY, new byte[] {'{', '}'});
        var node = startFeed();
        Awaitility.await().until(() -> node.health.reasons().toString().contains("looking for an older policy"));
        node.assertRefused(at.offset(), "it is not signed");

        createHistory();
        writer.keep(writer.signed(1, PolicyWriter.allowing("one.test")));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.active.revision() == 1);
    }

    @Test
    void aLastGoodWhoseKeyIsTrustedAgainIsInForceWithoutKafka() throws Exception {
        writer.publish(writer.signed(7, PolicyWriter.allowing("seven.test")));
        startFeed();
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));
        stopFeed();

        broker.freeze();
        try {
            var trusted = new AtomicReference<>(new TrustedKeys(Map.of()));
            var again = startFeed(trusted::get);
            again.assertInForce(0);

            trusted.set(writer.trustedKeys());
            again.feed.keysChanged();

            Awaitility.await().until(() -> again.active.revision() == 7);
            Awaitility.await().until(() -> again.health.isReady());
        } finally {
            broker.thaw();
        }
    }

    @Test
    void aRecordWithoutAValueChangesNothing() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();
        var at = writer.write(Topic.POLICY_KEY, null);

        node.awaitApplied(at.offset());
        node.assertInForce(1);
        assertThat(node.feed.state().error()).isNull();
    }

    @Test
    void aRecordOfAnUnknownKindIsNotConfirmed() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();
        var at = writer.write("canary", new byte[] {'{', '}'});

        node.awaitApplied(at.offset());
        node.assertInForce(1);
        node.assertRefused(at.offset(), "does not know records with the key canary");
    }

    @Test
    void whatIsNotCommittedIsNotSeen() throws Exception {
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        var node = startFeed();
        Awaitility.await().until(() -> node.active.revision() == 1);

        writer.writeUncommitted(writer.signed(2, PolicyWriter.allowing("two.test")));
        writer.abort();
        var at = writer.publish(writer.signed(3, PolicyWriter.allowing("three.test")));

        node.awaitApplied(at.offset());
        node.assertInForce(3);
        assertThat(node.feed.state().error()).isNull();
    }

    @Test
    void theLastGoodIsInForceWhileKafkaIsAway() throws Exception {
        writer.publish(writer.signed(7, PolicyWriter.allowing("seven.test")));
        startFeed();
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));
        stopFeed();

        broker.freeze();
        RunningFeed again;
        try {
            again = startFeed();
            again.assertInForce(7);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> again.health.reasons().toString().contains("revision 7 stays in force"));
            assertThat(again.health.isReady()).isTrue();
        } finally {
            broker.thaw();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> again.health.reasons().isEmpty());
        assertThat(again.feed.age()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aTopicThatWasDeletedAndMadeAgainIsReadFromItsStartAndTheLastGoodStays() throws Exception {
        for (int revision = 1; revision <= 3; revision++) {
            writer.publish(writer.signed(revision, PolicyWriter.allowing("r" + revision + ".test")));
        }
        var node = startFeed();
        Awaitility.await().until(() -> node.active.revision() == 3);
        var before = node.applied();

        freshTopic();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> String.valueOf(node.feed.state().error()).contains("holds no policy"));
        node.assertInForce(3);
        assertThat(node.applied().topicId()).isNotEqualTo(before.topicId());

        var at = writer.publish(writer.signed(4, PolicyWriter.allowing("four.test")));
        node.awaitApplied(at.offset());
        node.assertInForce(4);
        assertThat(node.feed.state().error()).isNull();
    }
}
