package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node lets be laid over its policy. */
class OverlayFeedIT extends FeedFixture {
    private static final KillTarget AGENT = KillTarget.parse("agent-1", null, null, null);
    private static final KillTarget OTHER = KillTarget.parse("agent-2", null, null, null);

    private long policyAt;

    @BeforeEach
    void publishAPolicy() throws Exception {
        policyAt = writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")))
                .offset();
    }

    private static String verdict(RunningFeed node) throws Exception {
        var facts = Facts.connect("agent-1", null, Authority.parse("one.test:443"), Instant.now());
        return Objects.requireNonNull(node.enforced.matcher()).judgeName(facts).rule();
    }

    private static void awaitRevision(RunningFeed node, long revision) {
        Awaitility.await().until(() -> node.active.revision() == revision);
    }

    @Test
    void anOverlayIsInForceWhileARevisionIsCompiledAndHoldsForIt() throws Exception {
        var gate = new Gate();
        gate.permits.release();
        var node = startFeed(gate);
        awaitRevision(node, 1);
        var compiling = writer.publish(writer.signed(2, PolicyWriter.allowing("one.test")));
        gate.awaitCompilation(2);

        var at = writer.publish(writer.overlay(1, AGENT));

        node.awaitOverlayAt(at.offset());
        node.assertInForce(1);
        assertThat(verdict(node)).isEqualTo("builtin.kill");
        assertThat(node.applied().offset()).isLessThan(compiling.offset());

        gate.permits.release();
        node.awaitApplied(at.offset());
        node.assertInForce(2);
        assertThat(verdict(node)).isEqualTo("builtin.kill");
    }

    @Test
    void aLaterOverlayReplacesTheOneBeforeAndAnEmptyOneLiftsAll() throws Exception {
        var node = startFeed();
        node.awaitOverlayAt(writer.publish(writer.overlay(1, AGENT)).offset());
        awaitRevision(node, 1);
        assertThat(verdict(node)).isEqualTo("builtin.kill");

        var second = writer.overlay(2, OTHER);
        node.awaitOverlayAt(writer.publish(second).offset());
        assertThat(verdict(node)).isEqualTo("only");
        assertThat(node.overlay.id()).isEqualTo(second.overlay().id());

        node.awaitOverlayAt(writer.publish(writer.overlay(3)).offset());
        assertThat(node.health.reasons()).isEmpty();
    }

    @Test
    void anOverlayIsInForceAtOnceAndConfirmedWhenWhatIsInFlightWasJudged() throws Exception {
        var node = startFeed();
        node.awaitApplied(policyAt);
        var rejudged = new CompletableFuture<Long>();
        node.enforced.onChange(matcher -> rejudged);

        var at = writer.publish(writer.overlay(1, AGENT));
        var after = writer.write(Topic.OVERLAY_KEY, null);

        node.awaitApplied(after.offset()); // it reads on
        assertThat(verdict(node)).isEqualTo("builtin.kill");
        assertThat(node.feed.state().overlayApplied()).isNull();
        assertThat(node.feed.state().overlayError()).isNull();
        assertThat(node.health.reasons()).extracting(Health.Reason::part).containsExactly("in-flight-overlay");

        rejudged.complete(57L);

        node.awaitOverlayAt(at.offset());
        assertThat(node.feed.state().overlayCut()).isEqualTo(57);
        assertThat(node.health.reasons()).isEmpty();
    }

    @Test
    void aPolicyIsInForceAtOnceAndConfirmedWhenWhatIsInFlightWasJudged() throws Exception {
        var node = startFeed();
        node.awaitApplied(policyAt);
        var rejudged = new CompletableFuture<Long>();
        node.enforced.onChange(matcher -> rejudged);

        var second = writer.publish(writer.signed(2, PolicyWriter.allowing("one.test")));
        awaitRevision(node, 2);
        Awaitility.await()
                .untilAsserted(() -> assertThat(node.health.reasons())
                        .extracting(Health.Reason::part)
                        .containsExactly("in-flight"));
        var third = writer.publish(writer.signed(3, PolicyWriter.allowing("one.test")));
        awaitRevision(node, 3);
        assertThat(node.applied().offset()).isLessThan(second.offset());

        rejudged.complete(0L);

        node.awaitApplied(third.offset());
        assertThat(node.health.reasons()).isEmpty();
    }

    @Test
    void ofSeveralThatAreReadTogetherTheHighestIsInForce() throws Exception {
        writer.publish(writer.overlay(1, OTHER));
        var at = writer.publish(writer.overlay(3, AGENT));
        var low = writer.publish(writer.overlay(2, OTHER));

        var node = startFeed();

        node.awaitOverlayAt(at.offset());
        node.awaitOverlayRefused(low.offset(), "its revision 2 is below 3");
    }

    /** As a compaction leaves it where somebody without a key has written above the right one. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"an older one", "nothing", "one that is not signed"})
    void aNodeThatStartsWithNothingHasTheKillsOfTheHistoryWhateverTheTopicHas(String onTopic) throws Exception {
        var right = writer.overlay(2, AGENT);
        writer.keep(writer.overlay(1, OTHER));
        writer.keep(right);
        switch (onTopic) {
            case "an older one" -> writer.publish(writer.overlay(1, OTHER));
            case "nothing" -> writer.write(Topic.OVERLAY_KEY, null);
            default -> writer.write(Topic.OVERLAY_KEY, new byte[] {'{', '}'});
        }

        var node = startFeed();

        awaitRevision(node, 1);
        assertThat(node.overlay.id()).isEqualTo(right.overlay().id());
        assertThat(verdict(node)).isEqualTo("builtin.kill");
        Awaitility.await().until(() -> node.feed.state().overlayError() != null);
        assertThat(node.feed.state().overlayApplied()).isNull();

        node.awaitOverlayAt(writer.publish(writer.overlay(3)).offset());
        assertThat(node.feed.state().overlayError()).isNull();
        assertThat(verdict(node)).isEqualTo("only");
    }

    @Test
    void noNumberOfRecordsThatCountForNothingDropsAKillThatIsReadWithThem() throws Exception {
        var at = writer.publish(writer.overlay(30, AGENT));
        for (int i = 1; i <= 20; i++) {
            writer.publish(writer.overlay(i, OTHER));
        }
        for (int i = 0; i < 20; i++) {
            writer.write(Topic.OVERLAY_KEY, new byte[] {'{', '}'});
        }

        var node = startFeed();

        node.awaitOverlayAt(at.offset());
        awaitRevision(node, 1);
        assertThat(verdict(node)).isEqualTo("builtin.kill");
        assertThat(node.feed.state().overlayError()).contains("it is not signed");
    }

    @Test
    void whatIsBelowOrBesideOrNotSignedIsRefusedAndWhatWasLaidStays() throws Exception {
        var node = startFeed();
        var first = writer.overlay(5, AGENT);
        var at = writer.publish(first);
        node.awaitOverlayAt(at.offset());

        node.awaitOverlayRefused(writer.publish(writer.overlay(4)).offset(), "its revision 4 is below 5");
        node.awaitOverlayRefused(writer.publish(writer.overlay(5)).offset(), "another content");
        var unsigned = "{\"v\":1,\"revision\":6}".getBytes(StandardCharsets.UTF_8);
        node.awaitOverlayRefused(writer.write(Topic.OVERLAY_KEY, unsigned).offset(), "it is not signed");
        var policy = writer.signed(6, PolicyWriter.allowing("one.test")).bytes();
        node.awaitOverlayRefused(writer.write(Topic.OVERLAY_KEY, policy).offset(), "");

        assertThat(node.feed.state().overlayApplied()).extracting("offset").isEqualTo(at.offset());
        awaitRevision(node, 1);
        assertThat(verdict(node)).isEqualTo("builtin.kill");
        assertThat(node.feed.state().error()).isNull();

        var again = writer.publish(first);
        node.awaitOverlayAt(again.offset());
        Awaitility.await().until(() -> node.health.reasons().isEmpty());
    }

    @Test
    void nothingThatIsMissingLiftsAKill() throws Exception {
        var node = startFeed();
        node.awaitOverlayAt(writer.publish(writer.overlay(1, AGENT)).offset());
        awaitRevision(node, 1);

        node.awaitApplied(writer.write(Topic.OVERLAY_KEY, null).offset());
        assertThat(verdict(node)).isEqualTo("builtin.kill");

        freshTopic();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> String.valueOf(node.feed.state().error()).contains("holds no policy"));
        assertThat(node.feed.state().overlayApplied()).isNull();
        assertThat(verdict(node)).isEqualTo("builtin.kill");
    }

    @Test
    void aNodeThatStartsWithoutKafkaHasItsKillsFromDisk() throws Exception {
        var overlay = writer.overlay(1, AGENT);
        var first = startFeed();
        first.awaitOverlayAt(writer.publish(overlay).offset());
        Awaitility.await()
                .untilAsserted(() -> assertThat(ledger.resolve("overlay.json")).hasBinaryContent(overlay.bytes()));
        Awaitility.await().until(() -> Files.exists(ledger.resolve("policy.json")));
        stopFeed();

        broker.freeze();
        try {
            var again = startFeed();
            assertThat(verdict(again)).isEqualTo("builtin.kill");
            assertThat(again.overlay.id()).isEqualTo(overlay.overlay().id());
            assertThat(again.feed.state().overlayApplied()).isNull();
        } finally {
            broker.thaw();
        }
    }

    @Test
    void anOverlayWhoseKeyIsTrustedLaterIsInForceThen() throws Exception {
        var trusted = new AtomicReference<>(new TrustedKeys(Map.of()));
        var at = writer.publish(writer.overlay(1, AGENT));
        var node = startFeed(trusted::get);
        node.awaitOverlayRefused(at.offset(), "which is not trusted here");

        trusted.set(writer.trustedKeys());
        node.feed.keysChanged();

        node.awaitOverlayAt(at.offset());
        assertThat(node.feed.state().overlayError()).isNull();
    }
}
