package io.tollhouse.distributor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.distributor.publish.FakeTopics.Fate;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KillPublisherTest {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private FakeTopics topics;
    private KillPublisher kills;
    private Instant now = START;
    private Instant atLeast = START;

    @BeforeEach
    void begin() throws Exception {
        topics = new FakeTopics(folder);
        kills = new KillPublisher(topics.next, topics.writer, () -> now, () -> atLeast);
    }

    private static KillTarget agent(String name) {
        return KillTarget.parse(name, null, null, null);
    }

    private Killed kill(String agent) throws Exception {
        return kills.kill(new KillOrder(agent(agent), Optional.empty(), "ops", "an incident"), false);
    }

    private Killed kill(String agent, Duration lasts) throws Exception {
        return kills.kill(new KillOrder(agent(agent), Optional.of(lasts), "ops", ""), false);
    }

    @Test
    void aKillLiesOnTopOfThoseThatHold() throws Exception {
        var first = kill("a");
        var second = kill("b");

        assertThat(first.kill().id()).isEqualTo("kill-1");
        assertThat(first.kill().since()).isEqualTo(START);
        assertThat(first.kill().until()).isNull();
        assertThat(second.overlay().revision()).isEqualTo(2);
        assertThat(second.overlay().topicId()).isEqualTo("topic-id");
        assertThat(kills.kills()).extracting(kill -> kill.target().agentText()).containsExactly("b", "a");
        var manifest = topics.log.overlay().orElseThrow().manifest();
        assertThat(manifest.base()).isEqualTo(1);
        assertThat(manifest.author()).isEqualTo("ops");
        assertThat(manifest.previous()).hasSize(64);
    }

    @Test
    void theSameTargetOnceMoreReplacesItsKill() throws Exception {
        kill("a");
        kill("a", Duration.ofMinutes(5));

        assertThat(kills.kills()).singleElement().satisfies(kill -> {
            assertThat(kill.id()).isEqualTo("kill-2");
            assertThat(kill.until()).isEqualTo(START.plusSeconds(300));
        });
    }

    private List<String> laidOver() {
        return topics.log.overlay().orElseThrow().overlay().kills().stream()
                .map(kill -> String.valueOf(kill.target().agentText()))
                .toList();
    }

    private void passes(Duration time) {
        now = START.plus(time);
        atLeast = now;
    }

    @Test
    void whatIsOverIsNotShownAndIsLeftOutOfTheNextOverlayAWhileLater() throws Exception {
        kill("short", Duration.ofMinutes(1));
        kill("long", Duration.ofHours(1));

        passes(Duration.ofMinutes(1));
        assertThat(kills.kills()).extracting(Kill::id).containsExactly("kill-2");
        kill("soon");
        assertThat(laidOver()).containsExactly("soon", "long", "short");

        passes(Duration.ofMinutes(11));
        kill("later");
        assertThat(laidOver()).containsExactly("later", "soon", "long");
    }

    @Test
    void aClockOfOurOwnThatIsAheadDropsNoKillThatStillHolds() throws Exception {
        kill("half-an-hour", Duration.ofMinutes(30));
        kill("lifted");

        now = START.plus(Duration.ofHours(1)); // until a node speaks, it is believed
        kill("new");
        kills.lift(agent("lifted"), "ops", "", false);

        assertThat(laidOver()).containsExactly("new", "half-an-hour");
    }

    @Test
    void beforeAnyNodeSpokeNothingIsDropped() throws Exception {
        kill("short", Duration.ofSeconds(1));

        now = START.plus(Duration.ofDays(1));
        atLeast = Instant.MIN;
        kill("new");

        assertThat(laidOver()).containsExactly("new", "short");
    }

    @Test
    void whatIsLiftedIsTheKillWithExactlyThatTarget() throws Exception {
        kill("a");
        kill("a*");

        var lifted = kills.lift(agent("a"), "ops", "it is over", false);

        assertThat(lifted.kill().id()).isEqualTo("kill-1");
        assertThat(lifted.overlay().revision()).isEqualTo(3);
        assertThat(kills.kills()).extracting(kill -> kill.target().agentText()).containsExactly("a*");
    }

    @Test
    void whatDoesNotHoldCannotBeLiftedAndThoseThatDoAreNamed() throws Exception {
        kill("a");
        kill("over", Duration.ofSeconds(1));
        now = START.plusSeconds(2);

        assertThatThrownBy(() -> kills.lift(agent("over"), "ops", "", false))
                .isInstanceOfSatisfying(
                        NoSuchKill.class,
                        no -> assertThat(no.kills()).extracting(Kill::id).containsExactly("kill-1"))
                .hasMessageContaining("there is no kill of exactly agent over");
        assertThat(topics.log.overlay().orElseThrow().manifest().revision()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "WRITTEN_AND_NOT_TOLD",
                "NOT_WRITTEN_AND_NOT_TOLD",
                "ANOTHER_HAS_THE_FENCE",
                "WRITTEN_AND_READ_LATER"
            })
    void aKillIsThereOnceWhateverBecomesOfItsFence(Fate fate) throws Exception {
        topics.fates.add(fate);

        var killed = kill("a");

        assertThat(killed.overlay().revision()).isEqualTo(1);
        assertThat(kills.kills()).containsExactly(killed.kill());
    }

    @Test
    void aKillOfUnknownOutcomeIsCalledThatWhereKafkaStaysAway() {
        topics.fates.add(Fate.WRITTEN_AND_KAFKA_IS_AWAY);

        assertThatThrownBy(() -> kill("a"))
                .isInstanceOf(KafkaTrouble.class)
                .hasMessageContaining("whether it was written is not known");
    }

    @Test
    void whatNodesEnforceAndNobodyKnowsHereIsNotLiftedByTheNextKillNorByTheEndOfAnother() throws Exception {
        kill("known");
        topics.reportedOverlay = Optional.of("41-0123456789ab");

        assertThatThrownBy(() -> kill("a"))
                .isInstanceOf(OverlayNotKnown.class)
                .hasMessageContaining("nodes enforce overlay 41-0123456789ab")
                .hasMessageContaining("or force it");
        assertThatThrownBy(() -> kills.lift(agent("known"), "ops", "", false)).isInstanceOf(OverlayNotKnown.class);
        assertThat(laidOver()).containsExactly("known");
    }

    @Test
    void anOverlayThatIsForcedRisesAboveWhatNodesReportAndSaysWhatItLifts() throws Exception {
        topics.reportedOverlay = Optional.of("41-0123456789ab");

        var forced = kills.kill(new KillOrder(agent("a"), Optional.empty(), "ops", ""), true);

        assertThat(forced.overlay().revision()).isEqualTo(42);
        assertThat(forced.overlay().warnings())
                .singleElement()
                .asString()
                .startsWith("overlay: nodes enforced 41-0123456789ab")
                .contains("its kills are lifted");
        assertThat(topics.log.overlay().orElseThrow().manifest().base()).isZero();
        assertThat(kill("b").overlay().warnings()).isEmpty();
        assertThat(kills.lift(agent("a"), "ops", "", true).overlay().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1000001, 1000002", "1000002, 2"})
    void aReportThatNobodyCanHavePublishedDoesNotCount(long reported, long next) throws Exception {
        kill("a");
        topics.reportedOverlay = Optional.of(reported + "-0123456789ab");

        assertThat(kills.kill(new KillOrder(agent("b"), Optional.empty(), "ops", ""), true)
                        .overlay()
                        .revision())
                .isEqualTo(next);
    }

    /** Lays so many kills over the policy at once. */
    private void fill(int number, String why) throws Exception {
        var all = IntStream.range(0, number)
                .mapToObj(i -> new Kill("kill-" + i, agent("agent-" + i), START, null, "ops", why))
                .toList();
        topics.writer.write(() -> topics.next.overlay(all, "ops", "", List.of()));
    }

    @Test
    void thereIsRoomForSoManyKillsAndForTheSameTargetsAgain() throws Exception {
        fill(Overlay.MAX_KILLS, "");

        assertThatThrownBy(() -> kill("one-more"))
                .isInstanceOf(TooManyKills.class)
                .hasMessageContaining("500 kills hold already; lift some first");
        assertThat(kill("agent-7").overlay().revision()).isEqualTo(2);
        assertThat(kills.kills()).hasSize(Overlay.MAX_KILLS);
    }

    @Test
    void thoseThatAreOverMakeRoomForOneMore() throws Exception {
        fill(Overlay.MAX_KILLS - 1, "");
        kill("short", Duration.ofMinutes(1));

        passes(Duration.ofMinutes(1));
        kill("one-more");

        assertThat(laidOver()).hasSize(Overlay.MAX_KILLS).contains("one-more").doesNotContain("short");
    }

    @Test
    void killsThatAreTooLargeForARecordAreRefused() {
        var escapes = "\"".repeat(500); // each takes two bytes in JSON

        assertThatThrownBy(() -> fill(Overlay.MAX_KILLS, escapes))
                .isInstanceOf(TooManyKills.class)
                .hasMessageContaining("bytes and may have 262144");
        assertThat(kills.kills()).isEmpty();
    }

    @Test
    void whatNobodyWouldBelieveIsNotWritten() {
        topics.trusted = new TrustedKeys(Map.of());

        assertThatThrownBy(() -> kill("a")).isInstanceOf(KeyNotTrusted.class);
        assertThat(topics.offset).isZero();
    }
}
