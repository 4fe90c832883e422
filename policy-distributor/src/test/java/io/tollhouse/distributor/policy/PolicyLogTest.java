package io.tollhouse.distributor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.OverlayManifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLogTest {
    private static final String FLEET = "fleet-1";
    private static final Map<String, String> TOPICS =
            Map.of(Topic.POLICY.name(), "topic-id", Topic.HISTORY.name(), "history-id");

    @TempDir
    Path folder;

    private final Health health = new Health();
    private SigningKey key;
    private TrustedKeys trusted;
    private PolicyLog log;

    @BeforeEach
    void begin() throws IOException {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        trusted = TrustedKeys.load(folder.resolve("trusted"));
        log = new PolicyLog(() -> trusted, FLEET, health);
        log.restart(TOPICS);
        log.caughtUp();
    }

    private SignedManifest revision(String fleet, long revision, String text) {
        return SignedManifest.sign(
                Manifest.of(
                        fleet, revision, revision - 1, Instant.EPOCH, "ops", key.keyId(), "", null, text, List.of()),
                key);
    }

    private void hear(Topic topic, long offset, String recordKey, byte @Nullable [] value) {
        log.record(
                new ConsumerRecord<>(topic.name(), 0, offset, recordKey.getBytes(StandardCharsets.UTF_8), value), true);
    }

    private void hearBoth(long offset, SignedManifest signed) {
        hear(Topic.POLICY, offset, Topic.POLICY_KEY, signed.bytes());
        hear(Topic.HISTORY, offset, String.valueOf(signed.manifest().revision()), signed.bytes());
    }

    private void assertPassedOver(String why) {
        assertThat(log.revisionInForce()).isEqualTo(1);
        assertThat(health.reasons()).singleElement().asString().contains(why).contains("offset 9 of tollhouse.policy");
    }

    @Test
    void theHighestBelievedRevisionIsInForce() {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));
        hearBoth(3, revision(FLEET, 2, "{policy: second}"));

        var inForce = log.inForce().orElseThrow();
        assertThat(inForce.revision().revision()).isEqualTo(2);
        assertThat(inForce.revision().policy()).isEqualTo("second");
        assertThat(inForce.topicId()).isEqualTo("topic-id");
        assertThat(inForce.offset()).isEqualTo(3);
        assertThat(log.newest(10)).extracting(Revision::revision).containsExactly(2L, 1L);
        assertThat(log.newest(1)).extracting(Revision::revision).containsExactly(2L);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void whatIsNotSignedIsPassedOverUntilABelievedOneStandsAboveIt() {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));

        hear(Topic.POLICY, 9, Topic.POLICY_KEY, "{\"revision\":99}".getBytes(StandardCharsets.UTF_8));
        assertPassedOver("it is not signed");

        hearBoth(10, revision(FLEET, 2, "{policy: second}"));
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void whatWasMadeForAnotherFleetIsPassedOver() {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));

        hear(
                Topic.POLICY,
                9,
                Topic.POLICY_KEY,
                revision("staging", 99, "{policy: open}").bytes());

        assertPassedOver("it was made for another fleet");
    }

    @Test
    void aRevisionThatDoesNotRiseIsPassedOver() {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));

        hear(
                Topic.POLICY,
                9,
                Topic.POLICY_KEY,
                revision(FLEET, 1, "{policy: other}").bytes());

        assertPassedOver("its revision 1 does not rise above 1");
    }

    @Test
    void theSameRevisionOnceMoreOnlyMovesItsPlace() {
        var first = revision(FLEET, 1, "{policy: first}");
        hearBoth(1, first);

        hear(Topic.POLICY, 5, Topic.POLICY_KEY, first.bytes());

        assertThat(log.inForce().orElseThrow().offset()).isEqualTo(5);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void aPolicyBelowTheNewestOfTheHistoryIsAReasonUntilAHigherOneStandsAboveBoth() {
        hear(Topic.HISTORY, 2, "2", revision(FLEET, 2, "{policy: second}").bytes());
        assertThat(health.reasons().toString()).contains("the policy topic has no revision, and the history has 2");

        hearBoth(9, revision(FLEET, 1, "{policy: first}"));
        assertThat(health.reasons().toString())
                .contains("the policy topic has revision 1, and the history has 2", "policy get --revision 2");

        hearBoth(10, revision(FLEET, 3, "{policy: third}"));
        assertThat(health.reasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Topic.POLICY_KEY, Topic.OVERLAY_KEY})
    void anEmptyRecordIsAReasonAndWhatWasInForceStays(String recordKey) {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));
        place(2, overlay(1, "a"));
        keep(overlay(1, "a"));

        hear(Topic.POLICY, 9, recordKey, null);

        assertThat(health.reasons().toString()).contains("offset 9 of tollhouse.policy is not believed: it is empty");
        assertThat(log.revisionInForce()).isEqualTo(1);
        assertThat(log.overlay()).isPresent();
    }

    @Test
    void anOldDocumentThatCannotBeReadHasNoLabelAndIsListed() {
        hearBoth(1, revision(FLEET, 1, "{not: [yaml"));

        assertThat(log.find(1).orElseThrow().policy()).isEmpty();
    }

    @Test
    void topicsThatAreReadAgainCountOnceAllOfThemWasRead() {
        var first = revision(FLEET, 1, "{policy: first}");
        hearBoth(1, first);
        hearBoth(2, revision(FLEET, 2, "{policy: second}"));

        log.restart(Map.of(Topic.POLICY.name(), "another"));
        hearBoth(1, first);
        assertThat(log.revisionInForce()).isEqualTo(2);
        assertThat(log.topicId()).isEqualTo("topic-id");

        log.caughtUp();
        assertThat(log.revisionInForce()).isEqualTo(1);
        assertThat(log.topicId()).isEqualTo("another");
        assertThat(log.highest()).isEqualTo(1);
    }

    @Test
    void recordsAreJudgedByTheKeysThatAreTrustedWhenTheyAreRead() throws IOException {
        var first = revision(FLEET, 1, "{policy: first}");
        hearBoth(1, first);
        key = SigningKey.generate(folder.resolve("new.pem"), folder.resolve("trusted"));
        var second = revision(FLEET, 2, "{policy: second}");
        hearBoth(9, second);
        assertPassedOver("it is signed by the key " + key.keyId() + ", which is not trusted here");

        trusted = TrustedKeys.load(folder.resolve("trusted"));
        log.restart(TOPICS);
        hearBoth(1, first);
        hearBoth(9, second);
        log.caughtUp();

        assertThat(log.revisionInForce()).isEqualTo(2);
        assertThat(health.reasons()).isEmpty();
    }

    private SignedOverlay overlay(long revision, String agent) {
        var kill =
                new Kill("kill-" + revision, KillTarget.parse(agent, null, null, null), Instant.EPOCH, null, "ops", "");
        return SignedOverlay.sign(
                OverlayManifest.of(
                        FLEET, revision, revision - 1, Instant.EPOCH, "ops", key.keyId(), "", null, List.of(kill)),
                key);
    }

    private void keep(SignedOverlay signed) {
        hear(Topic.HISTORY, 7, Topic.OVERLAY_HISTORY + signed.manifest().revision(), signed.bytes());
    }

    private void place(long offset, SignedOverlay signed) {
        hear(Topic.POLICY, offset, Topic.OVERLAY_KEY, signed.bytes());
    }

    @Test
    void theNewestBelievedOverlayIsInForceAndIsNoRevision() {
        hearBoth(1, revision(FLEET, 1, "{policy: first}"));
        var second = overlay(2, "a");
        place(4, overlay(1, "a"));
        place(5, second);
        keep(second);

        assertThat(log.overlay()).contains(second);
        assertThat(log.placedOverlay().orElseThrow().offset()).isEqualTo(5);
        assertThat(log.has(second)).isTrue();
        assertThat(log.has(overlay(2, "b"))).isFalse();
        assertThat(log.newest(10)).extracting(Revision::revision).containsExactly(1L);
        assertThat(log.highest()).isEqualTo(1);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void anOverlayThatIsOnlyInTheHistoryIsInForceAndAReason() {
        var only = overlay(3, "a");
        keep(only);

        assertThat(log.overlay()).contains(only);
        assertThat(log.placedOverlay()).isEmpty();
        assertThat(health.reasons().toString())
                .contains("the overlay in force is not on the policy topic", "order or lift a kill");

        place(9, only);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void anOverlayThatWasInForceStaysSoWhateverBecomesOfItsTopicOrItsKey() {
        var second = overlay(2, "a");
        place(4, second);
        keep(second);
        trusted = new TrustedKeys(Map.of());

        log.restart(TOPICS);
        place(4, second);
        keep(second);
        log.caughtUp();

        assertThat(log.overlay()).contains(second);
        assertThat(log.placedOverlay()).isEmpty();
        assertThat(health.reasons().toString()).contains("the overlay in force is not on the policy topic");
    }

    @Test
    void anOverlayThatIsNotBelievedIsPassedOverUntilABelievedOneStandsAboveIt() {
        var first = overlay(1, "a");
        place(4, first);
        keep(first);

        place(8, overlay(1, "b"));
        assertThat(health.reasons().toString()).contains("offset 8", "does not rise above 1", "order or lift a kill");
        hear(
                Topic.POLICY,
                9,
                Topic.OVERLAY_KEY,
                revision(FLEET, 9, "{policy: copied}").bytes());
        assertThat(health.reasons().toString()).contains("offset 9");
        hear(Topic.POLICY, 10, Topic.OVERLAY_KEY, null);
        assertThat(log.overlay()).contains(first);

        place(11, overlay(2, "a"));
        assertThat(health.reasons()).isEmpty();
    }
}
