package io.tollhouse.contract.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S, 500ms", "2s, PT2S, 2s", "5m, PT5M, 300s", "1h, PT1H, 3600s", "7d, PT168H, 7d"})
    void aTimeIsANumberWithItsUnit(String written, Duration duration, String canonical) {
        assertThat(Quantity.duration(written)).hasValue(duration);
        assertThat(Quantity.text(duration)).isEqualTo(canonical);
        assertThat(Quantity.duration(canonical)).hasValue(duration);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1000, 1000, 1000", "7B, 7, 7", "64KiB, 65536, 64KiB", "1024MiB, 1073741824, 1GiB"})
    void aSizeIsANumberWithItsUnit(String written, long bytes, String canonical) {
        assertThat(Quantity.bytes(written)).hasValue(bytes);
        assertThat(Quantity.text(bytes)).isEqualTo(canonical);
        assertThat(Quantity.bytes(canonical)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1 s", "1.5s", "1S", "1w", "9999999999s"})
    void whatIsNoTimeIsNone(String written) {
        assertThat(Quantity.duration(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "-1", "1 KiB", "1kb", "1KB", "1.5GiB", "1TiB", "9999999999999"})
    void whatIsNoSizeIsNone(String written) {
        assertThat(Quantity.bytes(written)).isEmpty();
    }
}
