package io.tollhouse.proxy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkewTest {
    @ParameterizedTest(name = "sent {0}, appended {1}, acknowledged {2}: {3}")
    @CsvSource({
        "1000, 1002,    1004, 0",
        "1000, 3601002, 1004, 3600000",
        "1000, 2,       1004, -1000",
        "1000, 1052,    1004, 0", // the network's
        "1000, 1053,    1004, 51",
        "1000, 9000,    2001, 0", // took too long to say anything
        "1000, 9000,    900,  0", // the own clock was set back meanwhile
    })
    void theBrokersClockWasReadInTheMiddle(long sent, long broker, long acknowledged, long skew) {
        var learning = new Skew();

        learning.learn(sent, broker, acknowledged);

        assertThat(learning.millis()).isEqualTo(skew);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0 9000,                          0",
        "9000 0,                          0",
        "0 -9000,                         0",
        "0 0 9000,                        0",
        "0 0 0 0 0 9000,                  0",
        "0 0 0 0 0 9000 9000,             0",
        "0 0 0 0 0 9000 9000 9000,        9000", // a clock that was set is followed at the third
        "0 0 9000 0 0 9000 0 0 9000,      0",
        "9000 9000 9000 9000 9000 0 0 0,  0",
        "7000 7020 6990 7030 7045,        7000", // and stays where it is while little changes
    })
    void aSingleOddAcknowledgementMovesNothing(String ahead, long skew) {
        var learning = new Skew();

        Arrays.stream(ahead.split(" ")).mapToLong(Long::parseLong).forEach(millis -> learning.learn(0, millis, 0));

        assertThat(learning.millis()).isEqualTo(skew);
    }

    @Test
    void nothingLearntIsTheOwnClock() {
        assertThat(new Skew().millis()).isZero();
    }
}
