package io.tollhouse.consumer.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuityTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BOOT = "0123456789ab";

    private final Health health = new Health();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Continuity continuity = new Continuity(Duration.ofMinutes(15), health, meters);
    private Instant now = START;
    private long offset;

    private void seen(int partition, int stream, long... sequences) {
        for (long sequence : sequences) {
            continuity.indexed(
                    new Source("topic", partition, offset++, now), new EventId("node-1", BOOT, stream, sequence));
        }
    }

    /** So long after, another stream of the partition has a record. */
    private void after(Duration time) {
        now = now.plus(time);
        seen(3, 9, time.toSeconds());
        continuity.look();
    }

    private List<String> found() {
        var found = new ArrayList<String>();
        for (var gap = continuity.next(); gap != null; gap = continuity.next()) {
            found.add(gap.from() + "-" + gap.to());
            continuity.written(gap);
        }
        return found;
    }

    private double counted(String name) {
        return meters.get("tollhouse.continuity." + name).counter().count();
    }

    static Stream<Arguments> sequences() {
        return Stream.of(
                Arguments.of("one after the other", new long[] {0, 1, 2, 3}, List.of()),
                Arguments.of("from the middle on", new long[] {7, 8, 9}, List.of()),
                Arguments.of("replayed", new long[] {0, 1, 2, 0, 1, 2, 3}, List.of()),
                Arguments.of("in batches that overtake each other", new long[] {0, 3, 4, 1, 2, 5}, List.of()),
                Arguments.of("one is missing", new long[] {0, 2, 3}, List.of("1-1")),
                Arguments.of("some are missing", new long[] {0, 5}, List.of("1-4")),
                Arguments.of("some of them came", new long[] {0, 5, 2}, List.of("1-4")),
                Arguments.of("twice some are missing", new long[] {0, 2, 3, 7}, List.of("1-1", "4-6")),
                Arguments.of("nearly all are missing", new long[] {0, 1L << 47}, List.of("1-" + ((1L << 47) - 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sequences")
    void whatHasNotComeInTimeIsFound(String what, long[] sequences, List<String> expected) {
        seen(3, 1, sequences);
        after(Duration.ofMinutes(14));
        assertThat(found()).isEmpty();

        after(Duration.ofMinutes(1));

        assertThat(found()).isEqualTo(expected);
        assertThat(health.reasons()).hasSize(expected.isEmpty() ? 0 : 1);
        assertThat(counted("gaps")).isEqualTo(expected.size());
        after(Duration.ofMinutes(30));
        assertThat(found()).as("once").isEmpty();
    }

    private void seenAt(long place, long sequence) {
        continuity.indexed(new Source("topic", 3, place, now), new EventId("node-1", BOOT, 1, sequence));
    }

    @Test
    void aStreamWhoseFirstRecordsWereOvertakenBeginsWithThem() {
        offset = 200;
        seenAt(102, 3);
        seenAt(100, 0);
        after(Duration.ofMinutes(15));

        assertThat(found()).containsExactly("1-2");
        seenAt(101, 1);
        assertThat(counted("closed")).isZero();
        seenAt(103, 2);
        assertThat(counted("closed")).isEqualTo(1);
    }

    @Test
    void whatIsReplayedBehindTheFirstRecordOfAStreamIsNoBeginOfIt() {
        offset = 200;
        seenAt(100, 500);
        seenAt(101, 300);
        after(Duration.ofMinutes(15));

        assertThat(found()).isEmpty();
    }

    @Test
    void aStreamWhoseFirstRecordsMayBeOnTheirWayIsNotHandedOn() {
        seenAt(102, 3);
        assertThat(continuity.all(3, 100)).isEmpty();
        assertThat(continuity.changed(3, 101).orElseThrow().known()).isEmpty();
        assertThat(continuity.isChanged(3)).as("it will be").isTrue();

        assertThat(continuity.changed(3, 103).orElseThrow().known())
                .singleElement()
                .returns(3L, Known::last);
    }

    @Test
    void whatComesAfterAllClosesTheGapInAnyOrder() {
        seen(3, 1, 0, 5);
        after(Duration.ofMinutes(15));
        assertThat(health.reasons().toString())
                .contains("gaps: 1", "records 1 to 4 of node-1/0123456789ab/0001 have not come");

        seen(3, 1, 4, 1, 3);
        assertThat(health.reasons()).hasSize(1);
        seen(3, 1, 2);

        assertThat(health.reasons()).isEmpty();
        assertThat(counted("closed")).isEqualTo(1);
        assertThat(meters.get("tollhouse.continuity.open").gauge().value()).isZero();
    }

    @Test
    void withoutAnotherRecordNoTimePasses() {
        seen(3, 1, 0, 5);
        now = now.plus(Duration.ofDays(1));
        seen(4, 1, 0);
        continuity.look();

        assertThat(found()).isEmpty();
    }

    @Test
    void whoeverGetsAPartitionBeginsAnewWithIt() {
        seen(3, 1, 0, 5);
        after(Duration.ofMinutes(15));
        continuity.forget(3);
        assertThat(health.reasons()).isEmpty();

        seen(3, 1, 100, 101);
        found();
        after(Duration.ofHours(1));

        assertThat(found()).isEmpty();
    }

    @Test
    void whatWasSaidIsAwaitedForAWeek() {
        seen(3, 1, 0, 5);
        after(Duration.ofMinutes(15));
        after(Duration.ofDays(6));
        assertThat(health.reasons().toString()).contains("/0001 have not come");

        after(Duration.ofDays(2));

        assertThat(health.reasons().toString()).doesNotContain("/0001 have not come");
    }

    @Test
    void whatIsLeftOfAGapIsTakenUpAsTheWholeThatItWas() {
        continuity.all(3, offset);
        seen(3, 1, 0, 5, 3);
        var known = continuity.changed(3, offset).orElseThrow().known();
        assertThat(known.get(0).contiguous()).isZero();

        continuity.forget(3);
        continuity.takeUp(3, known);
        after(Duration.ofMinutes(15));

        assertThat(found()).containsExactly("1-4");
        seen(3, 1, 1, 2, 4);
        assertThat(counted("closed")).isEqualTo(1);
    }

    @Test
    void holesWithoutEndAreSaidAtOnceAndTakeNoRoom() {
        seen(3, 1, LongStream.range(0, 1_000).map(number -> 2 * number).toArray());
        after(Duration.ofSeconds(1));

        assertThat(found()).hasSize(1_000 - 1 - Line.MOST_HOLES);
        assertThat(health.reasons().toString()).hasSizeLessThan(2_000);
    }

    @Test
    void aGapIsADocumentThatSearchesFindAndNoCheckTakesForARecord() {
        var document =
                GapWriter.document(new Continuity.Gap("node-1/0123456789ab/0001", 3, 4, 6, START.plusSeconds(1)));

        assertThat(document.index()).isEqualTo("tollhouse-envelope-2026.03.01");
        assertThat(EventId.parse(document.id())).isEmpty();
        assertThat(new String(document.bytes(), StandardCharsets.UTF_8))
                .contains(
                        "\"@timestamp\":\"2026-03-01T10:00:01.000Z\"",
                        "\"event.kind\":\"alert\"",
                        "\"observer.name\":\"node-1\"",
                        "\"tollhouse.about.from\":4",
                        "\"tollhouse.about.to\":6");
    }
}
