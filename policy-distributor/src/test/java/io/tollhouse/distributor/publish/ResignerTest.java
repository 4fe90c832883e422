package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.distributor.publish.FakeTopics.Fate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResignerTest {
    private static final String POLICY = "{tollhouse: v1, policy: p, rules: [{id: a, to: [a.test], action: allow}]}";

    @TempDir
    Path folder;

    private FakeTopics topics;
    private KillPublisher kills;
    private Resigner resigner;

    @BeforeEach
    void begin() throws Exception {
        topics = new FakeTopics(folder);
        kills = new KillPublisher(topics.next, topics.writer, InstantSource.system(), InstantSource.system());
        resigner = new Resigner(topics.next, kills, topics.writer);
    }

    private void publish() throws Exception {
        var text = POLICY.getBytes(StandardCharsets.UTF_8);
        new PolicyPublisher(topics.next, topics.writer, topics.chunks, topics.bound)
                .publish(new Draft(text, "policy", Map.of(), OptionalLong.empty(), "ops", ""));
    }

    private void kill() throws Exception {
        var target = KillTarget.parse("research-7", null, null, null);
        kills.kill(new KillOrder(target, Optional.empty(), "ops", "an incident"), false);
    }

    @Test
    void aPolicyAloneIsANewRevisionWithTheSameText() throws Exception {
        publish();

        var resigned = resigner.resign("admin", false);

        assertThat(resigned.overlay()).isEmpty();
        var inForce = topics.log.inForce().orElseThrow();
        assertThat(inForce.text()).isEqualTo(POLICY);
        assertThat(inForce.revision().revision()).isEqualTo(2);
        assertThat(inForce.revision().author()).isEqualTo("admin");
        assertThat(inForce.revision().why()).isEqualTo("signed again with key " + resigner.keyId());
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITTEN", "WRITTEN_AND_NOT_TOLD", "NOT_WRITTEN_AND_NOT_TOLD", "WRITTEN_AND_READ_LATER"})
    void killsAreSignedWithThePolicyAndStayAsTheyWere(Fate fate) throws Exception {
        publish();
        kill();
        var before = kills.kills();
        topics.fates.add(fate);

        var resigned = resigner.resign("admin", false);

        assertThat(resigned.policy().revision().revision()).isEqualTo(2);
        assertThat(resigned.overlay().orElseThrow().revision()).isEqualTo(2);
        assertThat(kills.kills()).isEqualTo(before).extracting(Kill::author).containsExactly("ops");
        assertThat(topics.log.newest(10)).hasSize(2);
    }

    @Test
    void killsThatAreNotKnownHereAreLiftedByForceOnly() throws Exception {
        publish();
        topics.reportedOverlay = Optional.of("41-0123456789ab");

        assertThatThrownBy(() -> resigner.resign("admin", false)).isInstanceOf(OverlayNotKnown.class);

        var forced = resigner.resign("admin", true);
        assertThat(forced.policy().warnings()).singleElement().asString().contains("41-0123456789ab");
        assertThat(forced.overlay().orElseThrow().revision()).isEqualTo(42);
    }

    @Test
    void anOlderPolicyThanTheHistoryHasIsNotSignedAgain() throws Exception {
        publish();
        publish();
        topics.readAgainWithPolicy(1);

        assertThatThrownBy(() -> resigner.resign("admin", false))
                .isInstanceOf(NotTheNewest.class)
                .hasMessageContaining("has revision 1, and the history has 2");
    }

    @Test
    void withoutAPolicyThereIsNothingToSign() {
        assertThatThrownBy(() -> resigner.resign("admin", false))
                .isInstanceOf(NothingInForce.class)
                .hasMessageContaining("publish one");
    }
}
