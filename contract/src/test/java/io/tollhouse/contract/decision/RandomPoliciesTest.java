package io.tollhouse.contract.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every policy. Policies and facts are made by chance; a failure names its seed. */
class RandomPoliciesTest {
    private static final int FACTS = 40;

    private final long seed = System.nanoTime();
    private final RandomPolicies by = new RandomPolicies(seed);

    /** An answer by chance. */
    private record Answer(List<IpAddress> addresses, List<Host> aliases) {}

    private Answer answer() {
        var addresses = by.oneIn(3)
                ? Policies.addresses("10.0.0.5")
                : Policies.addresses(by.oneIn(2) ? "8.8.8.8" : "8.8.8.8 93.184.215.14");
        return new Answer(addresses, by.oneIn(3) ? List.of(Policies.host("alias.test")) : List.of());
    }

    private static Optional<Matcher> compile(Policy policy, @Nullable Policy maximum) {
        try {
            return Optional.of(Matcher.compile(policy, maximum, 1, "", Surroundings.none()));
        } catch (InvalidDocument e) {
            assertThat(e.problems())
                    .allSatisfy(problem -> assertThat(problem.message()).contains("is as specific as"));
            return Optional.empty();
        }
    }

    /** A matcher keeps what it decided and how it found a rule; none of it may be of the one request. */
    @Test
    void whatAMatcherWasAskedBeforeChangesNothing() {
        int cases = 0;
        while (cases < 10_000) {
            var policy = by.policy(true);
            var maximum = by.oneIn(3) ? by.maximum() : null;
            var used = compile(policy, maximum);
            for (int i = 0; used.isPresent() && i < FACTS; i++) {
                var facts = by.facts();
                var answer = answer();
                var fresh = compile(policy, maximum).orElseThrow();
                assertThat(whole(used.get(), facts, answer))
                        .as("seed %d, %s", seed, facts)
                        .isEqualTo(whole(fresh, facts, answer));
                cases++;
            }
        }
    }

    /** The decisions of both phases, with all that is in them. */
    private static List<Decision> whole(Matcher matcher, Facts facts, Answer answer) {
        var byName = matcher.judgeName(facts);
        var byAnswer = byName.verdict() == Verdict.ROUTE
                ? matcher.judgeUpstream(facts, byName, answer.addresses())
                : matcher.judgeAddresses(facts, byName, answer.addresses(), answer.aliases());
        return List.of(byName, byAnswer);
    }

    @Test
    void theCompiledPolicySaysWhatTheDefinitionSays() {
        int cases = 0;
        while (cases < 20_000) {
            var policy = by.policy(true);
            var maximum = by.oneIn(3) ? by.maximum() : null;
            var matcher = compile(policy, maximum);
            for (int i = 0; matcher.isPresent() && i < FACTS; i++) {
                agree(matcher.get(), new PlainReading(policy, maximum, false), by.facts());
                cases++;
            }
        }
    }

    private void agree(Matcher matcher, PlainReading reading, Facts facts) {
        var byName = matcher.judgeName(facts);
        var expected = reading.byName(facts);
        var why = List.of("seed " + seed, facts, reading.policy().rules(), String.valueOf(reading.maximum()));
        assertThat(PlainReading.text(byName)).as("%s", why).isEqualTo(expected.text());
        var would = byName.would();
        var asEnforced = new PlainReading(reading.policy(), reading.maximum(), true);
        if (would != null) {
            assertThat(PlainReading.text(would))
                    .as("%s", why)
                    .isEqualTo(asEnforced.byName(facts).text());
        }
        if (byName.verdict() == Verdict.ALLOW) {
            var answer = facts.destination().host().isLiteral()
                    ? new Answer(
                            List.of(Objects.requireNonNull(
                                    facts.destination().host().address())),
                            List.of())
                    : answer();
            var judged = matcher.judgeAddresses(facts, byName, answer.addresses, answer.aliases);
            var plain = reading.byAnswers(facts, expected, answer.addresses, answer.aliases);
            assertThat(PlainReading.text(judged)).as("%s %s", answer, why).isEqualTo(plain.text());
            assertThat(judged.complete()).isTrue();
            if (would != null && would.verdict() == Verdict.ALLOW) {
                var then = asEnforced.byAnswers(facts, asEnforced.byName(facts), answer.addresses, answer.aliases);
                assertThat(PlainReading.text(Objects.requireNonNull(judged.would())))
                        .as("%s %s", answer, why)
                        .isEqualTo(then.text());
            }
        }
    }

    @Test
    void theOrderOfRulesNeverChangesADecision() {
        for (int round = 0; round < 300; round++) {
            var policy = by.policy(true);
            var rules = new ArrayList<>(policy.rules());
            Collections.shuffle(rules, by.random());
            var shuffled = RandomPolicies.of(policy.kind(), policy.otherwise(), policy.agents(), rules);
            var before = compile(policy, null);
            var after = compile(shuffled, null);
            assertThat(after.isPresent()).as("seed %d", seed).isEqualTo(before.isPresent());
            for (int i = 0; before.isPresent() && i < FACTS; i++) {
                var facts = by.facts();
                assertThat(judged(after.orElseThrow(), facts))
                        .as("seed %d, %s", seed, facts)
                        .isEqualTo(judged(before.orElseThrow(), facts));
            }
        }
    }

    private static List<Decision> judged(Matcher matcher, Facts facts) {
        var byName = matcher.judgeName(facts);
        var addresses = Policies.addresses("8.8.8.8 93.184.215.14");
        return byName.verdict() == Verdict.ALLOW
                ? List.of(byName, matcher.judgeAddresses(facts, byName, addresses, List.of()))
                : List.of(byName);
    }

    @Test
    void anotherDenyNeverLetsMoreThrough() {
        for (int round = 0; round < 300; round++) {
            var policy = by.policy(false);
            var rules = new ArrayList<>(policy.rules());
            rules.add(by.deny("more").rule());
            var stricter = RandomPolicies.of(policy.kind(), policy.otherwise(), policy.agents(), rules);
            neverLetsMoreThrough(compile(stricter, null), compile(policy, null));
        }
    }

    @Test
    void aPolicyWithinAMaximumLetsNothingThroughThatTheMaximumDoesNot() {
        for (int round = 0; round < 300; round++) {
            var maximum = by.maximum();
            var policy = by.policy(true);
            var bound = RandomPolicies.of(Policy.Kind.POLICY, Mode.ENFORCE, maximum.agents(), maximum.rules());
            neverLetsMoreThrough(compile(policy, maximum), compile(bound, null));
        }
    }

    @Test
    void aMaximumThatAPolicyIsNotSaidToExceedNeverRefusesWhatThePolicyAllows() {
        int silent = 0;
        while (silent < 300) {
            var all = by.maximum();
            var allows = all.rules().stream()
                    .filter(rule -> rule.action() == Action.ALLOW)
                    .toList();
            var maximum = RandomPolicies.of(Policy.Kind.MAXIMUM, Mode.ENFORCE, all.agents(), allows);
            var policy = by.policy(false);
            var bound = compile(policy, maximum);
            var alone = compile(policy, null);
            if (bound.isPresent()
                    && alone.isPresent()
                    && bound.get().exceeds().isEmpty()
                    && policy.rules().stream().anyMatch(Rule::letsThrough)) {
                silent++;
                neverExceeds(bound.get(), alone.get(), List.of("seed " + seed, policy.rules(), allows));
            }
        }
    }

    private void neverExceeds(Matcher bound, Matcher alone, Object why) {
        for (int i = 0; i < FACTS; i++) {
            var facts = by.facts();
            if (last(judged(alone, facts)).letsThrough()) {
                assertThat(last(judged(bound, facts)).rule())
                        .as("%s, %s", facts, why)
                        .doesNotStartWith(Maximum.PREFIX);
            }
        }
    }

    private void neverLetsMoreThrough(Optional<Matcher> stricter, Optional<Matcher> broader) {
        for (int i = 0; stricter.isPresent() && broader.isPresent() && i < FACTS; i++) {
            var facts = by.facts();
            if (facts.request() != null && facts.request().upgrade()) {
                continue; // a maximum says what may be allowed, and not how
            }
            var less = last(judged(stricter.get(), facts));
            // where a route leads is judged by other addresses
            var more = less.route() == null
                    ? last(judged(broader.get(), facts))
                    : broader.get().judgeName(facts);
            if (less.letsThrough()) {
                assertThat(more.letsThrough())
                        .as("seed %d, %s: %s, %s", seed, facts, less, more)
                        .isTrue();
                assertThat(more.manner().protocols())
                        .as("seed %d, %s", seed, facts)
                        .containsAll(EnumSet.copyOf(less.manner().protocols()));
            }
        }
    }

    private static Decision last(List<Decision> decisions) {
        return decisions.get(decisions.size() - 1);
    }
}
