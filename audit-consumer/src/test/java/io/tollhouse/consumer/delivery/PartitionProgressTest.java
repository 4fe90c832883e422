package io.tollhouse.consumer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionProgressTest {
    private final OpenRecords open = new OpenRecords(4);
    private final PartitionProgress progress = new PartitionProgress(open);

    @ParameterizedTest(name = "taken {0}, done {1}: commit {2}, {3} unfinished")
    @CsvSource({
        "5 6 7, '', '', 3",
        "5 6 7, 5, 6, 2",
        "5 6 7, 6, '', 3",
        "5 6 7, 6 5, 7, 1",
        "5 6 7, 7 6 5, 8, 0",
        "5 9 20, 5 9, 10, 1",
        "0, 0, 1, 0",
    })
    void onlyWhatIsDoneWithoutAGapIsCommitted(String taken, String done, String commit, int unfinished) {
        var tickets = new ArrayList<PartitionProgress.Ticket>();
        var offsets = numbers(taken);
        offsets.forEach(offset -> tickets.add(progress.taken(offset)));

        numbers(done).forEach(offset -> tickets.get(offsets.indexOf(offset)).done());

        assertThat(progress.committable())
                .isEqualTo(commit.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(commit)));
        assertThat(progress.unfinished()).isEqualTo(unfinished);
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    @Test
    void whatIsDoneBehindARecordThatIsNotCountsForTheBound() {
        var other = new PartitionProgress(open);
        var first = progress.taken(1);
        progress.taken(2).done();
        other.taken(1);
        assertThat(open.isFull()).isFalse();

        progress.taken(3).done();
        assertThat(open.isFull()).isTrue();

        first.done();
        assertThat(open.records()).isEqualTo(1);
        assertThat(open.hasRoom()).isTrue();
    }

    @Test
    void aPartitionThatIsGoneTakesNoRoomAndEndsOnce() {
        var ticket = progress.taken(1);
        progress.taken(2);

        progress.close();
        ticket.done();
        progress.close();

        assertThat(open.records()).isZero();
        assertThat(progress.committable()).isEmpty();
    }

    @Test
    void nothingOfAPartitionThatIsGoneIsWanted() {
        var ticket = progress.taken(1);
        assertThat(ticket.isWanted()).isTrue();

        progress.close();

        assertThat(ticket.isWanted()).isFalse();
    }
}
