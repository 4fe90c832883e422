package io.tollhouse.consumer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.consumer.continuity.Known;
import io.tollhouse.consumer.continuity.Known.Lack;
import io.tollhouse.consumer.progress.NoteForm.OfPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoteFormTest {
    private static final String STREAM = "node-1/0123456789ab/0001";
    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String LINE = """
            {"v":1,"era":"e","contiguous":1,"last":9,"offset":44,"appended":1772359200123,\
            "missing":[{"from":2,"to":3,"wholeFrom":2,"wholeTo":5,"since":1772359200123,"found":true}]}""";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aStreamIsWrittenAndReadAgain() throws Exception {
        var known = new Known(STREAM, 9, 44, SINCE, List.of(new Lack(2, 3, 2, 5, SINCE, true)));

        var written = NoteForm.write("e", known);

        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(LINE);
        assertThat(NoteForm.stream(STREAM, written)).isEqualTo(new NoteForm.OfStream("e", known));
    }

    @Test
    void whatHoldsForAPartitionIsWrittenAndReadAgain() throws Exception {
        var partition = new OfPartition("e", "topic-id", 17);

        var written = NoteForm.write(partition);

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"era\":\"e\",\"topic\":\"topic-id\",\"through\":17}");
        assertThat(NoteForm.partition(written)).isEqualTo(partition);
    }

    @Test
    void aLaterMinorVersionMayAddFields() throws Exception {
        var known = NoteForm.stream(STREAM, bytes(LINE.replace("\"last\"", "\"hash\":\"00\",\"last\"")))
                .known();

        assertThat(known.contiguous()).isEqualTo(1);
        assertThat(known.last()).isEqualTo(9);
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "v":2        | "v":1
            "last":3     | "last":9
            "last":"x"   | "last":9
            "offset":-1  | "offset":44
            "a":1        | "era":"e"
            null         | "e"
            "from":1     | "from":2
            "to":1       | "to":3
            "wholeTo":2  | "wholeTo":5
            [null,       | [
            }            | }]}
            }}           | }
            """)
    void whatIsNoneIsRefused(String now, String was) {
        assertThat(LINE).contains(was);
        assertThatThrownBy(() -> NoteForm.stream(STREAM, bytes(LINE.replace(was, now))))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"node-1", "partition", "node-1/0123456789ab/1", "../0123456789ab/0001"})
    void whatNamesNoStreamIsRefused(String key) {
        assertThatThrownBy(() -> NoteForm.stream(key, bytes(LINE))).hasMessageContaining("the key names no stream");
    }

    @Test
    void whatIsTooLargeIsNotParsed() {
        assertThatThrownBy(() -> NoteForm.partition(new byte[20_000])).hasMessageContaining("larger than");
    }
}
