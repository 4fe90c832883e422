package io.tollhouse.distributor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
    private static final Instant OWN = Instant.parse("2026-06-01T00:00:00Z");

    private final BrokerClock clock = new BrokerClock(Clock.fixed(OWN, ZoneOffset.UTC));

    @Test
    void nothingHeardIsOurOwnClock() {
        assertThat(clock.now()).isEqualTo(OWN);
    }

    @Test
    void brokersThatAreAheadAreHeardFromAnyRecord() {
        clock.heard(OWN.plusSeconds(60));

        assertThat(clock.now()).isEqualTo(OWN.plusSeconds(60));
    }

    @Test
    void anOldRecordSaysNothing() {
        clock.heard(OWN.minusSeconds(3_600));

        assertThat(clock.now()).isEqualTo(OWN);
    }

    @Test
    void theBrokersHaveReachedTheNewestAppendTimeHoweverFarAheadWeAre() {
        assertThat(clock.atLeast()).isEqualTo(Instant.MIN);

        clock.heard(OWN.minusSeconds(3_600));
        clock.heard(OWN.minusSeconds(7_200));
        assertThat(clock.atLeast()).isEqualTo(OWN.minusSeconds(3_600));

        clock.heardNow(OWN.minusSeconds(60));
        assertThat(clock.atLeast()).isEqualTo(OWN.minusSeconds(60));
    }

    @Test
    void whatBrokersReachedBeforeTheirClockWasSetBackCountsNoMore() {
        clock.heardNow(OWN.plusSeconds(3_600));
        for (int i = 0; i < 32; i++) {
            clock.heardNow(OWN);
        }

        assertThat(clock.atLeast()).isEqualTo(OWN);
    }

    @Test
    void brokersThatAreBehindAreHeardFromFreshRecords() {
        clock.heardNow(OWN.minusSeconds(60));

        assertThat(clock.now()).isEqualTo(OWN.minusSeconds(60));
    }

    @Test
    void aRecordThatCameLateDoesNotSetTheClockBack() {
        clock.heardNow(OWN.minusMillis(2));
        clock.heardNow(OWN.minusSeconds(30));

        assertThat(clock.now()).isEqualTo(OWN.minusMillis(2));
    }

    @Test
    void aClockThatWasSetBackIsFollowedAfterAWhile() {
        clock.heardNow(OWN.plusSeconds(60));
        for (int i = 0; i < 32; i++) {
            clock.heardNow(OWN);
        }

        assertThat(clock.now()).isEqualTo(OWN);
    }
}
