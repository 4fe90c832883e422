package io.tollhouse.consumer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.consumer.continuity.Known.Lack;
import io.tollhouse.consumer.progress.Gaps.OfNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofMinutes(2));

    private final FakeNotes notes = new FakeNotes();
    private final Gaps gaps = new Gaps(notes, Clock.fixed(NOW, ZoneOffset.UTC));

    private void write(int partition, String era, String node, int stream, Lack... lacks) {
        var name = "%s/0123456789ab/%04x".formatted(node, stream);
        var known = new Known(name, 100, 0, NOW, List.of(lacks));
        notes.written.add(new Note(partition, name, Optional.of(NoteForm.write(era, known))));
        var whole = NoteForm.write(new NoteForm.OfPartition("now", "topic", 1));
        notes.written.add(new Note(partition, NoteForm.PARTITION, Optional.of(whole)));
    }

    private static Lack lack(long from, long to, Instant since, boolean isFinal) {
        return new Lack(from, to, from, to, since, isFinal);
    }

    @Test
    void gapsAreCountedByNodeOverAllPartitions() throws Exception {
        write(0, "now", "b", 1, lack(1, 2, BEFORE, true), lack(5, 6, BEFORE, false));
        write(2, "now", "b", 2, lack(1, 2, BEFORE, false));
        write(1, "now", "a", 3, lack(7, 7, BEFORE, true));
        write(1, "now", "c", 4);

        assertThat(gaps.look()).containsExactly(new OfNode("a", 1, 0, 1), new OfNode("b", 2, 2, 1));
    }

    @Test
    void whatIsLeftOfOneGapIsOne() throws Exception {
        write(0, "now", "a", 1, new Lack(1, 2, 1, 9, BEFORE, true), new Lack(8, 9, 1, 9, BEFORE, true));

        assertThat(gaps.look()).containsExactly(new OfNode("a", 1, 0, 1));
    }

    @Test
    void whatIsMissingForAMomentOrWasWrittenByAPredecessorIsNone() throws Exception {
        write(0, "now", "a", 1, lack(1, 2, NOW.minusSeconds(5), false));
        write(0, "before", "a", 2, lack(1, 2, BEFORE, true));

        assertThat(gaps.look()).isEmpty();
    }

    @Test
    void withoutTheTopicThereIsASentence() {
        notes.trouble = "it is not there";

        assertThatThrownBy(gaps::look).isInstanceOf(GapsUnavailable.class).hasMessage("it is not there");
    }

    @Test
    void theTopicIsReadOnceForAMoment() throws Exception {
        gaps.look();
        int asked = notes.asked;

        gaps.look();

        assertThat(notes.asked).isEqualTo(asked);
    }
}
