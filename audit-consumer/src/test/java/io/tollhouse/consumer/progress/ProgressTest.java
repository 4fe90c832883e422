package io.tollhouse.consumer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollhouse.consumer.continuity.Continuity;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.process.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Consumers one after the other, with one topic. */
class ProgressTest {
    private static final String BOOT = "0123456789ab";
    private static final String A = "node-1/" + BOOT + "/0001";
    private static final String B = "node-1/" + BOOT + "/0002";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeNotes notes = new FakeNotes();
    private long nanos;

    /** A consumer with partition 1. */
    private final class Member {
        final Health health = new Health();
        final Continuity continuity = new Continuity(Duration.ofMinutes(15), health, new SimpleMeterRegistry());
        final Progress progress = new Progress(notes, continuity, health, () -> nanos);

        Member(Map<Integer, Long> commits) {
            this("topic", commits);
        }

        Member(String topicId, Map<Integer, Long> commits) {
            continuity.forget(1);
            progress.come(topicId, Set.of(1), commits);
        }

        Member seen(int stream, Instant at, long... sequences) {
            for (long sequence : sequences) {
                continuity.indexed(new Source("topic", 1, sequence, at), new EventId("node-1", BOOT, stream, sequence));
            }
            return this;
        }

        Member done(long offset) {
            progress.done(Map.of(1, offset));
            return this;
        }

        /** What is missed when it is a quarter of an hour later, and is written down. */
        List<String> missed() {
            seen(9, START.plus(Duration.ofMinutes(16)), 0);
            continuity.look();
            var found = new ArrayList<String>();
            for (var gap = continuity.next(); gap != null; gap = continuity.next()) {
                found.add(gap.stream() + " " + gap.from() + "-" + gap.to());
                continuity.written(gap);
            }
            return found;
        }

        String reasons() {
            return health.reasons().toString();
        }
    }

    private static Map<Integer, Long> at(long commit) {
        return Map.of(1, commit);
    }

    @Test
    void aGapThatWasOpenIsMissedByTheNext() {
        new Member(Map.of()).seen(1, START, 0, 1, 5).done(6);

        assertThat(new Member(at(6)).missed()).containsExactly(A + " 2-4");
    }

    @Test
    void aRecordThatComesToTheNextFirstIsMissedBehindWhatWasKnown() {
        new Member(Map.of()).seen(1, START, 0, 1).done(2);

        assertThat(new Member(at(2)).seen(1, START, 5).missed()).containsExactly(A + " 2-4");
    }

    @Test
    void whatIsReadAgainClosesNothingAndOpensNothing() {
        new Member(Map.of()).seen(1, START, 0, 1, 2, 3).done(2);

        assertThat(new Member(at(2)).seen(1, START, 2, 3, 4).missed()).isEmpty();
    }

    @Test
    void aGapThatIsWrittenDownIsSaidByTheNextAndNotWrittenAgain() {
        var first = new Member(Map.of()).seen(1, START, 0, 1, 5).done(6);
        assertThat(first.missed()).hasSize(1);
        first.progress.done(Map.of());

        var next = new Member(at(6));

        assertThat(next.reasons()).contains("gaps: 1", "records 2 to 4");
        assertThat(next.missed()).isEmpty();
        next.seen(1, START, 2, 3, 4);
        assertThat(next.reasons()).doesNotContain("gaps");
    }

    @Test
    void aGapThatWasFoundAndNotWrittenDownIsFoundAgain() {
        var first = new Member(Map.of()).seen(1, START, 0, 1, 5);
        first.seen(9, START.plus(Duration.ofMinutes(16)), 0).continuity.look();
        first.done(6);

        assertThat(new Member(at(6)).missed()).containsExactly(A + " 2-4");
    }

    @Test
    void nothingIsBelievedThatIsBehindTheGroup() {
        new Member(Map.of()).seen(1, START, 0, 1, 5).done(6);

        var next = new Member(at(7)).seen(1, START, 9);

        assertThat(next.missed()).isEmpty();
    }

    @Test
    void nothingIsBelievedOfAnotherTopicOrWhereTheGroupStandsNowhere() {
        new Member(Map.of()).seen(1, START, 0, 1, 5).done(6);

        assertThat(new Member("another", at(6)).missed()).isEmpty();
        assertThat(new Member(Map.of()).missed()).isEmpty();
    }

    @Test
    void whatIsGivenUpIsTakenFromTheTopic() {
        new Member(Map.of()).seen(1, START, 0).seen(2, START, 0).done(2);
        int from = notes.written.size();

        new Member(at(7)).seen(2, START, 8).done(9);

        assertThat(notes.keysSince(from)).containsExactly(B, A + " gone", NoteForm.PARTITION);
    }

    @Test
    void whatAPredecessorStillWritesIsNotBelieved() {
        var late = new Member(Map.of()).seen(1, START, 0, 1).done(2);
        new Member(at(2)).seen(1, START, 2, 3).done(4);
        int from = notes.written.size();
        late.seen(1, START, 0).done(2);
        assertThat(notes.keysSince(from)).contains(A);

        assertThat(new Member(at(4)).seen(1, START, 4).missed()).isEmpty();
    }

    @Test
    void onlyWhatChangedIsWritten() {
        var member = new Member(Map.of()).seen(1, START, 0).seen(2, START, 0).done(2);
        int from = notes.written.size();

        member.seen(2, START, 1).done(3);
        member.progress.done(Map.of());

        assertThat(notes.keysSince(from)).containsExactly(B, NoteForm.PARTITION);
    }

    @Test
    void aStreamThatIsSilentForADayIsTakenFromTheTopic() {
        var member = new Member(Map.of()).seen(1, START, 0).done(1);
        int from = notes.written.size();

        member.seen(2, START.plus(Duration.ofHours(25)), 0);
        member.continuity.look();
        member.done(2);

        assertThat(notes.keysSince(from)).containsExactlyInAnyOrder(A + " gone", B, NoteForm.PARTITION);
    }

    @Test
    void whileTheTopicIsAwayItIsSaidAndAskedForNowAndThenAndThenAllIsWritten() {
        notes.trouble = "it is not there";
        var member = new Member(Map.of()).seen(1, START, 0, 1).done(2);
        assertThat(member.reasons()).contains("how far streams have come is not kept", "it is not there");
        int asked = notes.asked;
        for (int i = 0; i < 100; i++) {
            member.done(2);
        }
        assertThat(notes.asked - asked).isLessThan(10);
        notes.trouble = null;

        nanos += TimeUnit.MINUTES.toNanos(1);
        member.seen(2, START, 0).done(3);

        assertThat(member.reasons()).doesNotContain("not kept");
        assertThat(notes.keysSince(0)).containsExactlyInAnyOrder(A, B, NoteForm.PARTITION);
    }

    @Test
    void whatMayStandThereAfterAWriteThatFailedIsNotBelieved() {
        var member = new Member(Map.of()).seen(1, START, 0, 1).seen(2, START, 0).done(2);
        notes.trouble = "Kafka does not answer";
        member.seen(2, START, 1, 2, 3).done(5);
        assertThat(new Member(at(5)).seen(2, START, 4).missed()).isEmpty();
        notes.trouble = null;

        nanos += TimeUnit.MINUTES.toNanos(1);
        member.done(5);

        assertThat(new Member(at(5)).seen(1, START, 3).missed()).containsExactly(A + " 2-2");
    }

    @Test
    void aPartitionThatTheTopicLacksIsJudgedAsNewAndSaidWithTheCommand() {
        notes.partitions = 1;

        var member = new Member(Map.of()).seen(1, START, 0);
        member.progress.come("topic", Set.of(0), Map.of());
        member.progress.done(Map.of(0, 1L, 1, 1L));

        assertThat(member.reasons()).contains("of partitions from 1 on, which the topic has not; grow to 2");
        assertThat(notes.written)
                .extracting(Note::partition)
                .as("the other one is kept")
                .containsExactly(0);
        notes.partitions = 2;
        nanos += TimeUnit.MINUTES.toNanos(1);
        member.progress.done(Map.of());
        assertThat(member.health.reasons()).isEmpty();
        assertThat(notes.keysSince(1)).containsExactly(A, NoteForm.PARTITION);
    }

    @Test
    void muchIsWrittenInPieces() {
        var member = new Member(Map.of());
        member.progress.come("topic", Set.of(0, 2), Map.of());
        for (int stream = 0; stream < 2_500; stream++) {
            member.seen(stream, START, 0);
        }

        member.progress.done(Map.of(0, 1L, 1, 1L, 2, 1L));

        assertThat(notes.written).hasSize(2_503);
        assertThat(notes.writes).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        new Member(Map.of()).seen(1, START, 0, 1, 5).seen(2, START, 0, 1).done(6);
        notes.written.add(new Note(1, B, Optional.of(new byte[] {'{'})));
        notes.written.add(new Note(1, "", Optional.of(new byte[] {'5'})));

        assertThat(new Member(at(6)).seen(2, START, 9).missed()).containsExactly(A + " 2-4");
    }
}
