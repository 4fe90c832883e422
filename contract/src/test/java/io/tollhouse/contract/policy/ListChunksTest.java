package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListChunksTest {
    private static final int SMALL = 2_000;

    private static final List<String> FORMS = List.of(
            "%s.example",
            ".%s.example", "*.%s.example", "**.%s.example", "%s.a.b.example", "10.%d.0.0/16", "2606:%x::/32");

    private static ListFile file(List<String> lines) {
        return ListFile.read(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), "l.txt");
    }

    private static ListChunks cut(List<String> lines) {
        var file = file(lines);
        assertThat(file.problems()).isEmpty();
        return ListChunks.cut(file.entries(), SMALL);
    }

    private static List<String> chunks(ListChunks cut) {
        var chunks = new ArrayList<String>();
        for (int i = 0; i < cut.size(); i++) {
            chunks.add(new String(cut.chunk(i), StandardCharsets.US_ASCII));
        }
        return chunks;
    }

    private static ListFile join(ListChunks cut) {
        var join = new ListFile.Join("l.txt", cut.entries());
        for (int i = 0; i < cut.size(); i++) {
            join.add(cut.chunk(i));
        }
        return join.file(cut.hashes());
    }

    private static List<String> texts(HostEntries entries) {
        var found = new ArrayList<String>();
        entries.forEach(pattern -> found.add(pattern.text()));
        return found;
    }

    private static List<String> sorted(HostEntries entries) {
        return texts(entries).stream().sorted().toList();
    }

    private static List<String> random(Random random, int size) {
        var lines = new LinkedHashSet<String>();
        while (lines.size() < size) {
            var form = FORMS.get(random.nextInt(FORMS.size()));
            lines.add(
                    form.contains("%s")
                            ? form.formatted("n" + random.nextInt(1_000_000))
                            : form.formatted(1 + random.nextInt(200)));
        }
        return new ArrayList<>(lines);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50, 1_000, 20_000})
    void joinedTheyAreTheListThatWasCut(int size) {
        var lines = random(new Random(size), size);
        var cut = cut(lines);

        var joined = join(cut);

        assertThat(joined.problems()).isEmpty();
        assertThat(sorted(joined.entries())).isEqualTo(sorted(file(lines).entries()));
        assertThat(joined.hash()).isEqualTo(cut.hash());
        assertThat(joined.entries().size()).isEqualTo(cut.entries()).isEqualTo(size);
        assertThat(chunks(ListChunks.cut(joined.entries(), SMALL))).isEqualTo(chunks(cut));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,300", "3,5000"})
    void theOrderOfTheFileDoesNotMatterNorDoesALineThatStandsTwice(int seed, int size) {
        var random = new Random(seed);
        var lines = random(random, size);
        var other = new ArrayList<>(lines);
        other.addAll(lines.subList(0, (size + 1) / 2));
        Collections.shuffle(other, random);

        assertThat(chunks(cut(other))).isEqualTo(chunks(cut(lines)));
        assertThat(cut(other).hash()).isEqualTo(cut(lines).hash());
    }

    @Test
    void aChunkIsNeverLargerThanItMayBeAndNeverEmpty() {
        for (int size = 1; size < 3_000; size += 97) {
            assertThat(chunks(cut(random(new Random(size), size))))
                    .allSatisfy(chunk -> assertThat(chunk).hasSizeBetween(1, SMALL));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void oneEntryMoreTouchesOneChunkWhichMayBecomeTwo(int seed) {
        var lines = random(new Random(seed), 4_000);
        var before = chunks(cut(lines));
        var random = new Random(-seed);
        int split = 0;
        for (int i = 0; i < 60 || (split == 0 && i < 1_000); i++) {
            lines.add(random.nextInt(lines.size()), "more" + seed + "x" + i + ".example");
            var after = chunks(cut(lines));

            assertThat(without(before, after)).hasSize(1);
            assertThat(without(after, before)).hasSizeBetween(1, 2);
            split += after.size() - before.size();
            before = after;
        }
        assertThat(split).as("chunks that became two").isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14})
    void oneEntryInThePlaceOfAnotherTouchesTheChunksOfBothAlone(int seed) {
        var lines = random(new Random(seed), 4_000);
        var before = chunks(cut(lines));

        lines.set(17, "other" + seed + ".example");
        var after = chunks(cut(lines));

        assertThat(without(before, after)).hasSizeBetween(1, 2);
        assertThat(without(after, before)).hasSizeBetween(1, 2);
    }

    private static Set<String> without(List<String> some, List<String> others) {
        var left = new HashSet<>(some);
        others.forEach(left::remove);
        return left;
    }

    @Test
    void aMillionEqualLinesAreOne() {
        var cut = cut(Collections.nCopies(1_000_000, "x.example"));

        assertThat(chunks(cut)).containsExactly("x.example\n");
        assertThat(cut.entries()).isEqualTo(1);
    }

    @Test
    void aChunkOfWhichALineIsTornIsNoList() {
        var join = new ListFile.Join("l.txt", 2);
        join.add("x.example\ny..exa".getBytes(StandardCharsets.US_ASCII));

        assertThat(join.file(List.of()).problems()).hasSize(1);
    }

    @Test
    void oneLineThatIsLargerThanAChunkMayBeIsRefused() {
        var entries = file(List.of("x.example")).entries();

        assertThatThrownBy(() -> ListChunks.cut(entries, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
