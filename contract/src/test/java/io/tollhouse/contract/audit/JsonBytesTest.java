package io.tollhouse.contract.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private static final long SEED = 20260301;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final JsonBytes json = new JsonBytes();

    static Stream<String> texts() {
        var random = new Random(SEED);
        var drawn = Stream.generate(() -> random.ints(random.nextInt(40), 0, 0x110000)
                        .map(point -> random.nextBoolean() ? point & 0x7f : point)
                        .filter(point -> point < 0xd800 || point > 0xdfff)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .limit(60);
        return Stream.concat(
                Stream.of(
                        "",
                        "plain.example",
                        "12345678\"",
                        "1234567\"",
                        "12345678123\\5678",
                        "1234567\u001f12345678",
                        "1234\u00e41234\u0800",
                        "\"quoted\\\"",
                        "\b\t\n\f\r\u0000\u0001\u001f\u007f",
                        "r\u00e4\u07ff\u0800\uffff",
                        "a\ud83d\ude00b",
                        "x".repeat(5000),
                        "\u0000".repeat(5000)),
                drawn);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTextIsWrittenAsJacksonWritesIt(String text) throws IOException {
        assertThat(json.text(text).toArray()).isEqualTo(byJackson(text));
    }

    private static byte[] byJackson(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var generator = JSON.createGenerator(bytes)) {
            generator.writeString(text);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"'a\ud83d', a?", "'\ud83db', ?b", "'\ude00', ?", "'\ude00\ud83d', ??"})
    void halfOfAPairIsReplaced(String text, String expected) {
        assertThat(string(json.text(text))).isEqualTo("\"" + expected + "\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 10, 99, 100, 65535, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE})
    void aNumberIsWrittenInDigits(long number) {
        assertThat(string(json.number(number))).isEqualTo(Long.toString(number));
    }

    @Test
    void theLowestDigitsAreWrittenInHexadecimal() {
        assertThat(string(json.hex(0xfedcba9876543210L, 12).raw(' ').hex(new byte[] {0, (byte) 0xaf})))
                .isEqualTo("ba9876543210 00af");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:00:00.120Z, 2026-03-01T10:00:00.120Z",
        "2026-03-01T10:00:00.121999Z, 2026-03-01T10:00:00.121Z",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00.000Z",
        "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
        "2026-03-01T10:00:01.009Z, 2026-03-01T10:00:01.009Z"
    })
    void timesAreWrittenToTheMillisecond(Instant time, String expected) {
        var times = new RecordTime();
        times.write(json, Instant.parse("2026-03-01T10:00:00Z"));
        json.clear();
        times.write(json, time);

        assertThat(string(json)).isEqualTo("\"" + expected + "\"");
    }

    private static String string(JsonBytes json) {
        return new String(json.toArray(), StandardCharsets.UTF_8);
    }
}
