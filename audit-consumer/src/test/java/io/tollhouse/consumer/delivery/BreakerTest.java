package io.tollhouse.consumer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {
    /** Set by hand. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-03-02T00:00:10Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final SetClock clock = new SetClock();

    @ParameterizedTest(name = "of {0} records {1} may become envelopes, of {2}")
    @CsvSource({"25, 20, 25", "5, 5, 5", "99, 20, 99", "100, 10, 99", "150, 15, 99", "5000, 20, 99"})
    void twentyAMinuteOrATenth(int records, int permitted, int wanted) {
        var breaker = new Breaker(20, clock);
        breaker.seen(records);

        assertThat(breaker.permit(wanted)).isEqualTo(permitted);
    }

    @Test
    void theNextMinuteBeginsAnew() {
        var breaker = new Breaker(20, clock);
        assertThat(breaker.permit(30)).isEqualTo(20);

        clock.now = clock.now.plusSeconds(59);
        assertThat(breaker.permit(10)).isZero();

        clock.now = clock.now.plusSeconds(1);
        assertThat(breaker.permit(10)).isEqualTo(10);
    }

    @ParameterizedTest(name = "{0}, blocked for {1} min: given up: {2}")
    @CsvSource({
        "tollhouse-audit-2026.03.02, 60, false",
        "tollhouse-audit-2026.03.01, 60, false",
        "tollhouse-audit-2026.02.28, 14, false",
        "tollhouse-audit-2026.02.28, 15, true",
        "tollhouse-audit-2026.03.09, 15, true",
        "tollhouse-audit-skewed, 15, true",
        "tollhouse-envelope-2026.03.02, 60, false",
        "tollhouse-envelope-2026.02.28, 15, true"
    })
    void anIndexOlderThanYesterdaysIsGivenUpInTheEnd(String index, int minutes, boolean isGivenUp) {
        var blocks = new Blocks(Duration.ofMinutes(15), clock);
        assertThat(blocks.isGivenUp(index)).isFalse();

        clock.now = clock.now.plusSeconds(60L * minutes);
        assertThat(blocks.isGivenUp(index)).isEqualTo(isGivenUp);

        blocks.taken(index);
        assertThat(blocks.isGivenUp(index)).isFalse();
    }
}
