package io.tollhouse.proxy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.process.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerClockTest {
    private static final Instant OWN = Instant.parse("2026-06-01T12:00:00Z");

    private final Health health = new Health();
    private final BrokerClock clock = new BrokerClock(Clock.fixed(OWN, ZoneOffset.UTC), health);

    private void hear(Duration ahead) {
        clock.acknowledged(OWN.toEpochMilli(), OWN.plus(ahead).toEpochMilli());
    }

    private void hearOften(Duration ahead) {
        for (int i = 0; i < 5; i++) {
            hear(ahead);
        }
    }

    @Test
    void beforeAnythingIsAcknowledgedItIsTheOwnClock() {
        assertThat(clock.instant()).isEqualTo(OWN);
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void timeIsTheBrokers() {
        hear(Duration.ofHours(-1));

        assertThat(clock.instant()).isEqualTo(OWN.minusSeconds(3_600));
        assertThat(clock.millis()).isEqualTo(OWN.minusSeconds(3_600).toEpochMilli());
        assertThat(clock.withZone(ZoneId.of("Asia/Tokyo")).instant()).isEqualTo(clock.instant());
        assertThat(clock.skewMillis()).isEqualTo(-3_600_000);
    }

    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({
        "5000,     fine",
        "-5000,    fine",
        "5001,     5 s behind the brokers'",
        "-3600000, 3600 s ahead of the brokers'",
    })
    void aClockThatIsFarOffIsNamed(long millis, String said) {
        hear(Duration.ofMillis(millis));

        var text = health.reasons().stream()
                .map(Health.Reason::toString)
                .findFirst()
                .orElse("fine");
        assertThat(text).contains(said);
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void aClockThatIsSetRightIsFineAgain() {
        hearOften(Duration.ofHours(1));
        hearOften(Duration.ofMillis(3));

        assertThat(health.reasons()).isEmpty();
        assertThat(clock.instant()).isEqualTo(OWN.plusMillis(3));
    }
}
