package io.tollhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 50, 1",
        "1, 99, 1",
        "2, 50, 1",
        "3, 50, 2",
        "100, 50, 50",
        "100, 99, 99",
        "100, 100, 100",
        "101, 99, 100"
    })
    void aPercentileIsTheSmallestThatThisManyPercentDoNotExceed(long size, int percent, long expected) {
        var series = new Series("numbers");
        LongStream.rangeClosed(1, size).map(i -> size + 1 - i).forEach(series::add);

        assertThat(series.percentile(percent)).isEqualTo(expected);
    }

    @Test
    void aSeriesSaysWhatItIs() {
        var series = new Series("publishes");
        series.add(7);

        assertThat(series).asString().startsWith("publishes ").contains("n      1", "p50     7 ms", "max     7 ms");
    }
}
