package io.tollhouse.distributor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NodeStatus.Applied;
import io.tollhouse.contract.fleet.NodeStatus.State;
import io.tollhouse.contract.fleet.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetViewTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final FleetView view = new FleetView(new BrokerClock(Clock.fixed(NOW, ZoneOffset.UTC)));

    private static NodeStatus status(
            String node, String boot, State state, @Nullable Applied applied, @Nullable Long errorOffset) {
        return new NodeStatus(
                1,
                node,
                boot,
                "test",
                "127.0.0.1:1",
                state,
                applied,
                7,
                null,
                null,
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                errorOffset == null ? null : "does not compile",
                errorOffset,
                null,
                null,
                null,
                null);
    }

    private void hear(Duration ago, NodeStatus status) {
        hear(ago, status.toBytes());
    }

    /** As when the topic is read for the first time. */
    private void hear(Duration ago, byte[] value) {
        view.record(
                new ConsumerRecord<>(
                        Topic.FLEET.name(),
                        0,
                        0,
                        NOW.minus(ago).toEpochMilli(),
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        value.length,
                        "key".getBytes(StandardCharsets.UTF_8),
                        value,
                        new RecordHeaders(),
                        Optional.empty()),
                false);
    }

    @ParameterizedTest(name = "{0} {1} s ago: {2}")
    @CsvSource({
        "READY, 0, live",
        "READY, 15, live",
        "REFUSING, 3, live",
        "READY, 16, lost",
        "DEGRADED, 86400, lost",
        "READY, 86401, not shown",
        "LEFT, 0, left",
        "LEFT, 3600, left",
        "LEFT, 3601, not shown"
    })
    void presenceIsATimeOfSilence(State state, long seconds, String presence) {
        hear(Duration.ofSeconds(seconds), status("a", "1", state, null, null));

        assertThat(view.nodes().stream()
                        .map(node -> node.presence().label())
                        .findFirst()
                        .orElse("not shown"))
                .isEqualTo(presence);
    }

    @Test
    void aRunIsNotShownOnceANewerOneOfItsNodeIsLive() {
        hear(Duration.ofSeconds(100), status("a", "old", State.READY, null, null));
        hear(Duration.ofSeconds(60), status("b", "lost", State.READY, null, null));
        hear(Duration.ofSeconds(1), status("a", "new", State.READY, null, null));

        assertThat(view.nodes()).extracting(node -> node.status().boot()).containsExactly("new", "lost");
        assertThat(view.live()).extracting(node -> node.status().boot()).containsExactly("new");
    }

    @ParameterizedTest(name = "older at {0}, newer at {1}: {2}")
    @CsvSource({
        "10 5 0,    4,     b a", // the older has spoken since
        "10 5,      4 0,   none", // killed, and started again
        "30 20,     4 0,   none", // lost
        "10 5,      6 1,   b a",
    })
    void twinsAreLiveRunsOfOneNodeThatSpeakBesideEachOther(String older, String newer, String twins) {
        for (var ago : older.split(" ", -1)) {
            hear(Duration.ofSeconds(Long.parseLong(ago)), status("a", "a", State.READY, null, null));
        }
        for (var ago : newer.split(" ", -1)) {
            hear(Duration.ofSeconds(Long.parseLong(ago)), status("a", "b", State.READY, null, null));
        }
        hear(Duration.ofSeconds(1), status("other", "c", State.READY, null, null));

        assertThat(view.nodes().stream()
                        .filter(node -> node.twin() != null)
                        .map(node -> node.status().boot())
                        .sorted(Comparator.reverseOrder())
                        .reduce((one, two) -> one + " " + two)
                        .orElse("none"))
                .isEqualTo(twins);
    }

    @Test
    void theFirstStatusThatConfirmsCounts() {
        hear(Duration.ofSeconds(9), status("a", "1", State.READY, new Applied("t", 4), null));
        hear(Duration.ofSeconds(8), status("a", "1", State.READY, new Applied("t", 5), null));
        hear(Duration.ofSeconds(7), status("a", "1", State.READY, new Applied("t", 5), null));
        hear(Duration.ofSeconds(6), status("a", "1", State.READY, new Applied("t", 6), null));

        var confirmation = view.confirmations(RecordKind.POLICY, "t", 5).get(0);

        assertThat(confirmation.at()).isEqualTo(NOW.minusSeconds(8));
        assertThat(confirmation.error()).isNull();
    }

    @ParameterizedTest(name = "applied {0}@{1}, error at {2}: confirmed {3}, error {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "t, 5, -, true,  -",
                "t, 6, -, true,  -",
                "t, 4, -, false, -",
                "u, 9, -, false, -",
                "t, 5, 5, false, does not compile",
                "t, 5, 4, true,  -",
                "u, 5, 5, false, -"
            })
    void aRecordIsConfirmedByWhoHasActedOnItWithoutAnErrorForIt(
            String topic, long offset, @Nullable Long errorOffset, boolean confirmed, @Nullable String error) {
        hear(Duration.ofSeconds(1), status("a", "1", State.READY, new Applied(topic, offset), errorOffset));

        var confirmation = view.confirmations(RecordKind.POLICY, "t", 5).get(0);

        assertThat(confirmation.at() != null).isEqualTo(confirmed);
        assertThat(confirmation.error()).isEqualTo(error);
    }

    @Test
    void whatIsNoStatusIsPassedOver() {
        hear(Duration.ZERO, "{}".getBytes(StandardCharsets.UTF_8));
        hear(Duration.ZERO, "not JSON".getBytes(StandardCharsets.UTF_8));

        assertThat(view.nodes()).isEmpty();
    }

    @Test
    void manyRunsArePressedIntoABound() {
        for (int i = 0; i < 5_000; i++) {
            hear(Duration.ofSeconds(5_000 - i), status("node-" + i, "1", State.READY, null, null));
        }

        assertThat(view.nodes())
                .hasSize(4_096)
                .extracting(node -> node.status().node())
                .contains("node-4999")
                .doesNotContain("node-0");
    }

    @Test
    void aTopicThatIsReadAgainBeginsWithNobody() {
        hear(Duration.ZERO, status("a", "1", State.READY, null, null));

        view.restart(Map.of());

        assertThat(view.nodes()).isEmpty();
        assertThat(view.highestRevision(100)).isZero();
    }

    @Test
    void whatNobodyCanHavePublishedCountsNeitherAsARevisionNorAsAnOverlay() {
        hear(Duration.ofSeconds(1), status("a", "1", State.READY, null, null));
        hear(Duration.ofSeconds(1), overlaid("3-0123456789ab", null, null, 0));
        hear(Duration.ofSeconds(1), overlaid("b", "9007199254740991-0123456789ab", null, null, null, 0));

        assertThat(view.highestRevision(7)).isEqualTo(7);
        assertThat(view.highestRevision(6)).isZero();
        assertThat(view.highestOverlay(1_000_000)).contains("3-0123456789ab");
    }

    private static NodeStatus overlaid(
            String overlay, @Nullable Applied overlayApplied, @Nullable Long errorOffset, long tunnelsCut) {
        return overlaid("a", overlay, overlayApplied, null, errorOffset, tunnelsCut);
    }

    private static NodeStatus overlaid(
            String overlay,
            @Nullable Applied overlayApplied,
            @Nullable Long overlayCut,
            @Nullable Long errorOffset,
            long tunnelsCut) {
        return overlaid("a", overlay, overlayApplied, overlayCut, errorOffset, tunnelsCut);
    }

    private static NodeStatus overlaid(
            String node,
            String overlay,
            @Nullable Applied overlayApplied,
            @Nullable Long overlayCut,
            @Nullable Long errorOffset,
            long tunnelsCut) {
        return new NodeStatus(
                1,
                node,
                "1",
                "test",
                "127.0.0.1:1",
                State.READY,
                new Applied("t", 9),
                7,
                null,
                overlay,
                List.of(),
                List.of(),
                0,
                0,
                0,
                tunnelsCut,
                null,
                null,
                overlayApplied,
                overlayCut,
                errorOffset == null ? null : "cannot be read",
                errorOffset);
    }

    @Test
    void theTunnelsCutForAnOverlayAreThoseSinceTheStatusBeforeTheOneThatConfirms() {
        hear(Duration.ofSeconds(9), overlaid("1-0123456789ab", new Applied("t", 2), null, 10));
        hear(Duration.ofSeconds(8), overlaid("1-0123456789ab", new Applied("t", 2), null, 12));
        hear(Duration.ofSeconds(7), overlaid("2-0123456789ab", new Applied("t", 5), null, 69));
        hear(Duration.ofSeconds(6), overlaid("2-0123456789ab", new Applied("t", 5), null, 80));
        hear(Duration.ofSeconds(5), overlaid("3-0123456789ab", new Applied("t", 8), null, 81));

        var confirmation = view.confirmations(RecordKind.OVERLAY, "t", 5).get(0);

        assertThat(confirmation.at()).isEqualTo(NOW.minusSeconds(7));
        assertThat(confirmation.tunnelsCut()).isEqualTo(57);
        assertThat(view.highestOverlay(100)).contains("3-0123456789ab");
    }

    @Test
    void aNodeThatSaysHowManyTunnelsItCutForAnOverlayIsBelieved() {
        hear(Duration.ofSeconds(9), overlaid("1-0123456789ab", new Applied("t", 2), 3L, null, 10));
        hear(
                Duration.ofSeconds(8),
                overlaid("2-0123456789ab", new Applied("t", 2), 3L, null, 67)); // before it confirms
        hear(Duration.ofSeconds(7), overlaid("2-0123456789ab", new Applied("t", 5), 57L, null, 67));
        hear(Duration.ofSeconds(6), overlaid("3-0123456789ab", new Applied("t", 8), 0L, null, 70));

        assertThat(view.confirmations(RecordKind.OVERLAY, "t", 5).get(0).tunnelsCut())
                .isEqualTo(57);
        assertThat(view.confirmations(RecordKind.OVERLAY, "t", 8).get(0).tunnelsCut())
                .isZero();
    }

    @ParameterizedTest(name = "overlay applied {0}@{1}, error at {2}: confirmed {3}, error {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "t, 5, -, true,  -",
                "t, 6, -, true,  -",
                "t, 4, -, false, -",
                "u, 9, -, false, -",
                "t, 4, 5, false, cannot be read",
                "-, 0, 5, false, cannot be read",
                "t, 4, 4, false, -"
            })
    void anOverlayIsConfirmedByWhoHasItInForce(
            @Nullable String topic,
            long offset,
            @Nullable Long errorOffset,
            boolean confirmed,
            @Nullable String error) {
        var applied = topic == null ? null : new Applied(topic, offset);
        hear(Duration.ofSeconds(1), overlaid("1-0123456789ab", applied, errorOffset, 3));

        var confirmation = view.confirmations(RecordKind.OVERLAY, "t", 5).get(0);

        assertThat(confirmation.at() != null).isEqualTo(confirmed);
        assertThat(confirmation.error()).isEqualTo(error);
        assertThat(confirmation.tunnelsCut()).isZero();
    }
}
