package io.tollhouse.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    @ParameterizedTest(name = "{0} / {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ready                          | ready                           | true",
                "ready                          | refusing                        | false",
                "2/2 nodes in 0.26 s            | 2/2 nodes in 1.4 s              | true",
                "2/2 nodes in 0.26 s            | 1/2 nodes in 0.26 s             | false",
                "node-1  3c66838340cd  174 ms   | node-1  0123456789ab     9 ms   | true",
                "node-1  3c66838340cd  174 ms   | node-2  0123456789ab     9 ms   | false",
                "0 B  2-808e406b62  1.0 s       | 0 B  12-0c6b7bc82  9 ms         | true",
                "0 B  2-808e406b62  1.0 s       | 0 B  -  1.0 s                   | false",
                "2026-11-25T23:56:49.911Z  deny | 2027-01-02T03:04:05.678Z  deny  | true",
                "2026-11-25T23:56:49.911Z  deny | 2027-01-02T03:04:05.678Z  allow | false",
                "the service of AWS, …          | the service of AWS, Azure       | true",
                "the service of AWS, …          | the service of Azure            | false",
                "rule: a.b                      | rule: a-b                       | false"
            })
    void whatVariesIsNotComparedAndTheRestIs(String shown, String printed, boolean alike) {
        assertThat(new Shown("do", List.of(shown)).isLike(printed + "\n")).isEqualTo(alike);
    }

    @Test
    void aLineThatIsMissingOrTooMuchIsSeenUnlessLinesAreLeftOut() {
        var two = new Shown("do", List.of("one", "two"));
        assertThat(two.isLike("one\ntwo\n")).isTrue();
        assertThat(two.isLike("one\n")).isFalse();
        assertThat(two.isLike("one\ntwo\nthree\n")).isFalse();

        assertThat(new Shown("do", List.of("one", "…")).isLike("one\ntwo\nthree\n"))
                .isTrue();
    }

    @Test
    void nodesMayAnswerInAnyOrderButEachOfThem() {
        var shown = new Shown("do", List.of("NODE", "node-1  9 ms", "node-2  8 ms", "2/2"));
        assertThat(shown.isLike("NODE\nnode-2  1 ms\nnode-1  2 ms\n2/2\n")).isTrue();
        assertThat(shown.isLike("NODE\nnode-2  1 ms\nnode-2  2 ms\n2/2\n")).isFalse();
        assertThat(shown.isLike("node-2  1 ms\nNODE\nnode-1  2 ms\n2/2\n")).isFalse();
    }

    @Test
    void aBlockIsReadAsCommandsWithWhatTheyPrint() {
        var block = new Markdown.Block("a.md:1", "Walk", "", List.of("$ first", "said", "", "more", "$ second"));

        assertThat(Shown.in(block))
                .containsExactly(new Shown("first", List.of("said", "", "more")), new Shown("second", List.of()));
    }
}
