package io.tollhouse.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node answers and does to what is in flight: by its policy, by its age, by its operator. */
class EnforcedTest {
    private static final Duration MAX = Duration.ofMinutes(5);
    private static final Restraint LOCKDOWN = new Restraint(Verdict.DENY, BuiltIn.LOCKDOWN, "locked", true);
    private static final Restraint STALE = new Restraint(Verdict.UNAVAILABLE, BuiltIn.STALE, "stale", false);

    private final Enforced enforced = new Enforced("node-1");
    private final Health health = new Health();
    private final List<String> inFlight = new ArrayList<>();
    private CompletableFuture<Long> rejudged = CompletableFuture.completedFuture(0L);
    private Duration age = Duration.ZERO;

    @BeforeEach
    void listen() {
        enforced.onChange(matcher -> {
            inFlight.add(verdict(matcher));
            return rejudged;
        });
    }

    static Matcher revision(long number) throws Exception {
        var text = "tollhouse: v1\npolicy: test\nrules: [{id: r" + number + ", to: [a.test], action: allow}]\n";
        var policy = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "policy");
        return Matcher.compile(policy, number, "hash", Surroundings.none());
    }

    static String verdict(@Nullable Matcher matcher) {
        try {
            var facts = Facts.connect("a", null, Authority.parse("a.test:443"), Instant.EPOCH);
            var decision = Objects.requireNonNull(matcher).judgeName(facts);
            return decision.verdict().label() + " " + decision.rule();
        } catch (io.tollhouse.contract.address.MalformedHost e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutAPolicyOnlyALockdownIsAnotherReasonAndAllHoldForTheFirstOne() throws Exception {
        enforced.restrain(STALE);
        assertThat(enforced.matcher()).isNull();
        enforced.restrain(LOCKDOWN);
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.lockdown");
        assertThat(inFlight).isEmpty();

        enforced.policy(revision(1));
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.lockdown");

        enforced.release(BuiltIn.LOCKDOWN);
        assertThat(verdict(enforced.matcher())).isEqualTo("unavailable builtin.stale");
    }

    @Test
    void aLockdownThatIsLiftedLeavesANodeWithoutAPolicyAsItWas() {
        enforced.restrain(LOCKDOWN);
        enforced.release(BuiltIn.LOCKDOWN);

        assertThat(enforced.matcher()).isNull();
    }

    @Test
    void whoeverListensLaterIsToldWhatHoldsAlready() throws Exception {
        enforced.policy(revision(1));
        enforced.restrain(LOCKDOWN);
        inFlight.clear();

        listen();

        assertThat(inFlight).containsExactly("deny builtin.lockdown");
    }

    @Test
    void whoeverSaysWhatIsInForceWaitsForWhatIsInFlight() throws Exception {
        rejudged = new CompletableFuture<>();
        enforced.policy(revision(1));
        var waits = new InFlight(enforced::rejudged, health.part("in-flight"));
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return waits.awaitJudged();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(waiting).isNotDone();

        rejudged.complete(2L);

        assertThat(waiting).succeedsWithin(Duration.ofMillis(900)).isEqualTo(OptionalLong.of(2));
    }

    @Test
    void aLoopThatHangsKeepsNobodyWaitingForLongAndIsNamedUntilItGoesOn() throws Exception {
        var inFlight = new InFlight(enforced::rejudged, health.part("in-flight"));
        rejudged = new CompletableFuture<>();
        enforced.policy(revision(1));

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(inFlight.awaitJudged()).isEmpty());
        assertThat(health.reasons().toString()).contains("in-flight: ", "restart this node");

        rejudged.complete(0L);
        assertThat(inFlight.judged()).isPresent();
        assertThat(health.reasons()).isEmpty();
    }

    @Test
    void whatCouldNotBeJudgedIsNotTakenForJudged() throws Exception {
        var inFlight = new InFlight(enforced::rejudged, health.part("in-flight"));
        rejudged = CompletableFuture.failedFuture(new IllegalStateException());
        enforced.policy(revision(1));

        assertThat(inFlight.judged()).isEmpty();
        assertThat(inFlight.awaitJudged()).isEmpty();

        rejudged = CompletableFuture.completedFuture(0L);
        enforced.policy(revision(2));
        assertThat(inFlight.judged()).isPresent();
    }

    @Test
    void whatAnOverlayCutStaysItsOwnWhateverComesAfterIt() throws Exception {
        enforced.policy(revision(1));
        var inFlight = new InFlight(enforced::rejudgedByOverlay, health.part("in-flight-overlay"));
        assertThat(inFlight.judged()).hasValue(0);

        rejudged = CompletableFuture.completedFuture(57L);
        enforced.overlay(killing("b", null));
        rejudged = new CompletableFuture<>();
        enforced.policy(revision(2));

        assertThat(inFlight.judged()).hasValue(57);
    }

    @Test
    void aLockdownStandsAboveStalenessWhicheverCameFirst() throws Exception {
        enforced.policy(revision(1));

        enforced.restrain(LOCKDOWN);
        enforced.restrain(STALE);
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.lockdown");

        enforced.release(BuiltIn.LOCKDOWN);
        assertThat(verdict(enforced.matcher())).isEqualTo("unavailable builtin.stale");

        enforced.release(BuiltIn.STALE);
        assertThat(verdict(enforced.matcher())).isEqualTo("allow r1");
    }

    private static Overlay killing(String agent, @Nullable Instant until) {
        var target = KillTarget.parse(agent, null, null, null);
        return new Overlay("1-0123456789ab", List.of(new Kill("k-1", target, Instant.EPOCH, until, "admin", "")));
    }

    @Test
    void anOverlayLiesOverEachPolicyAndUnderALockdown() throws Exception {
        enforced.overlay(killing("a", null));
        assertThat(enforced.matcher()).isNull();

        enforced.policy(revision(1));
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.kill");
        enforced.policy(revision(2));
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.kill");
        assertThat(Objects.requireNonNull(enforced.matcher()).overlay().id()).isEqualTo("1-0123456789ab");

        enforced.restrain(LOCKDOWN);
        assertThat(verdict(enforced.matcher())).isEqualTo("deny builtin.lockdown");
        enforced.release(BuiltIn.LOCKDOWN);

        enforced.overlay(killing("b", null));
        assertThat(verdict(enforced.matcher())).isEqualTo("allow r2");
        assertThat(inFlight).endsWith("deny builtin.lockdown", "deny builtin.kill", "allow r2");
    }

    @ParameterizedTest(name = "looked at {0}, until 1000: judged again {1} times")
    @CsvSource({
        "0 999, 0",
        "0 1000, 1",
        "0 999 1000 1500, 1",
        "0 5000 6000, 1",
        "1000 2000, 0",
        "999 0, 0", // and where the clock goes back
        "1000 999, 1",
        "5000 1000, 0",
        "5000 0 500, 1",
        "5000 0 5000, 2",
    })
    void whatIsInFlightIsJudgedAgainWhenSomethingExpiresOrHoldsAgain(String looks, int times) throws Exception {
        enforced.policy(revision(1));
        enforced.overlay(killing("b", Instant.ofEpochMilli(1000)));
        inFlight.clear();
        var before = enforced.matcher();

        for (var look : List.of(looks.split(" "))) {
            enforced.look(Instant.ofEpochMilli(Long.parseLong(look)));
        }

        assertThat(inFlight).hasSize(times);
        assertThat(enforced.matcher() == before).isEqualTo(times == 0);
    }

    @Test
    void theSameAgainDoesNotJudgeAgain() throws Exception {
        enforced.policy(revision(1));
        enforced.restrain(STALE);
        enforced.restrain(STALE);
        enforced.release(BuiltIn.STALE);
        enforced.release(BuiltIn.STALE);

        assertThat(inFlight).hasSize(3);
    }

    @ParameterizedTest(name = "{0}: new requests get {1}, those in flight {2}")
    @CsvSource({
        "SERVE, allow r2, allow r2, true",
        "DENY_NEW, unavailable builtin.stale, allow r2, false",
        "DENY_ALL, unavailable builtin.stale, unavailable builtin.stale, false",
    })
    void aStaleNodeActsAsItWasTold(WhenStale then, String toNew, String toThoseInFlight, boolean ready)
            throws Exception {
        enforced.policy(revision(1));
        var staleness = new Staleness(() -> age, MAX, then, enforced, health);

        age = MAX.plusMillis(1);
        staleness.check();
        enforced.policy(revision(2)); // as when the addresses of the fleet change meanwhile

        assertThat(verdict(enforced.matcher())).isEqualTo(toNew);
        assertThat(inFlight).endsWith(toThoseInFlight);
        assertThat(health.reasons().toString()).contains("policy.max-staleness", then.word());
        assertThat(health.isReady()).isEqualTo(ready);

        age = Duration.ofMillis(900);
        staleness.check();

        assertThat(verdict(enforced.matcher())).isEqualTo("allow r2");
        assertThat(health.reasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "300000"})
    void aNodeThatIsNotStaleServes(long millis) throws Exception {
        enforced.policy(revision(1));
        age = Duration.ofMillis(millis);

        new Staleness(() -> age, MAX, WhenStale.DENY_ALL, enforced, health).check();

        assertThat(verdict(enforced.matcher())).isEqualTo("allow r1");
        assertThat(health.reasons()).isEmpty();
    }
}
