package io.tollhouse.proxy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkewTest {
    @ParameterizedTest(name = "sent {0}, appended {1}, acknowledged {2}: {3}")
    @CsvSource({
        "1000, 1002,    1004, 0",
        "1000, 3601002, 1004, 3600000",
        "1000, 2,       1004, -1000",
        "1000, 9000,    2001, 0", // took too long to say anything
        "1000, 9000,    900,  0", // the own clock was set back meanwhile
    })
    void theBrokersClockWasReadInTheMiddle(long sent, long broker, long acknowledged, long skew) {
        var learning = new Skew();

        learning.learn(sent, broker, acknowledged);

        assertThat(learning.millis()).isEqualTo(skew);
    }
}
