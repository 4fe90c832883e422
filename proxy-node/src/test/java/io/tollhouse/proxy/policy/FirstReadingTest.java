package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.process.health.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstReadingTest {
    private final Health health = new Health();
    private final Enforced enforced = new Enforced("node-1");

    @ParameterizedTest(name = "after {0} ms, {1}: lets go {2}")
    @CsvSource({
        "9999, LOOKING,   false",
        "10000, LOOKING,  true",
        "499,  ALONE,     false",
        "500,  ALONE,     true",
        "5999, CONNECTED, false",
        "6000, CONNECTED, true",
        "14999, ANSWERED, false",
        "15000, ANSWERED, true",
        "0,    DONE,      true"
    })
    void theMoreOfKafkaANodeHearsTheLongerItWaits(long millis, FirstReading.Stage stage, boolean over) {
        assertThat(stage.isOver(Duration.ofMillis(millis))).isEqualTo(over);
    }

    @Test
    void untilThenTheLastGoodPolicyLetsNothingThrough() throws Exception {
        var first = new FirstReading(enforced, health);
        enforced.policy(EnforcedTest.revision(1));

        assertThat(EnforcedTest.verdict(enforced.matcher())).isEqualTo("unavailable builtin.no-policy");
        assertThat(health.isReady()).isFalse();

        first.await(() -> Duration.ZERO, () -> FirstReading.Stage.DONE);

        assertThat(EnforcedTest.verdict(enforced.matcher())).isNotEqualTo("unavailable builtin.no-policy");
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void aLockdownIsTheReasonThatIsGiven() throws Exception {
        var first = new FirstReading(enforced, health);
        enforced.policy(EnforcedTest.revision(1));
        enforced.restrain(new Restraint(Verdict.DENY, BuiltIn.LOCKDOWN, "stopped", true));
        first.await(() -> Duration.ofSeconds(15), () -> FirstReading.Stage.ANSWERED);

        assertThat(EnforcedTest.verdict(enforced.matcher())).isEqualTo("deny builtin.lockdown");
    }
}
