package io.tollhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1572864, 1.5 MiB",
        "33554432, 32.0 MiB",
        "5000000000000000, 4547.5 TiB",
    })
    void sizes(long bytes, String text) {
        assertThat(Measure.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({
        "0, 0.0 s",
        "1234, 1.2 s",
        "10000, 10 s",
        "119999, 119 s",
        "120000, 2 min",
        "7200000, 2 h",
        "172800000, 2 d",
    })
    void times(long millis, String text) {
        assertThat(Measure.time(millis)).isEqualTo(text);
    }
}
