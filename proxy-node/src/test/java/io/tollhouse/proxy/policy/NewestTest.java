package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestTest {

    /** A number is the revision of one that is believed, a dash one that is not; the order is that of offsets. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "one, 1, 1@0",
        "none that is believed, - - -, -@2",
        "many that are not believed above one that is, 5 - - - - - - - - - - - - - - - - - -, -@18 5@0",
        "those that are not believed count for nothing, - 1 - 2 -, -@4 2@3 1@1",
        "of those that are believed the lowest goes, 9 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18,"
                + "18@18 17@17 16@16 15@15 14@14 13@13 12@12 11@11 10@10 9@9 8@8 7@7 6@6 5@5 4@4 3@3 9@0",
        "old ones once more above the highest, 30 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 1,"
                + "1@18 17@17 16@16 15@15 14@14 13@13 12@12 11@11 10@10 9@9 8@8 7@7 6@6 5@5 4@4 3@3 30@0",
    })
    void keptAreTheHighestThatAreBelievedAndTheNewest(String what, String written, String kept) {
        var newest = new Newest<Long>(revision -> revision);
        var words = Arrays.asList(written.split(" "));
        for (int offset = 0; offset < words.size(); offset++) {
            newest.add(verified(offset, words.get(offset)));
        }

        assertThat(newest.newestFirst().stream()
                        .map(next -> (next.signed() == null ? "-" : next.signed()) + "@" + next.offset())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(kept);
    }

    private static Verified<Long> verified(long offset, String word) {
        var candidate = new Batch.Candidate(offset, new byte[0]);
        return word.equals("-")
                ? new Verified<>(candidate, null, "it is not signed")
                : new Verified<>(candidate, Long.valueOf(word), null);
    }
}
