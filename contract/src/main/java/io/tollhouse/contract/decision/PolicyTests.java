package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyTest;
import io.tollhouse.contract.policy.RequestText;
import io.tollhouse.contract.policy.Rule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs the tests of a policy. Names are judged without resolving them; literals fully. */
public final class PolicyTests {

    private PolicyTests() {}

    /**
     * How one test went.
     *
     * @param got what the policy decides
     * @param message the sentence about it, with its place
     */
    public record Result(PolicyTest test, Decision got, boolean passed, String message) {}

    /** Runs them all, in the order of the document. */
    public static List<Result> run(Matcher matcher, Policy policy) {
        return policy.tests().stream()
                .map(test -> run(matcher, policy.label(), test))
                .toList();
    }

    /** The rules that decided in none of these tests, nor would have if everything were enforced, in the order of the document. */
    public static List<Rule> uncovered(List<Result> results, Policy policy) {
        var covered = new HashSet<String>();
        for (var result : results) {
            cover(result.got(), covered);
        }
        return policy.rules().stream()
                .filter(rule -> !covered.contains(rule.id()))
                .toList();
    }

    private static void cover(Decision got, Set<String> covered) {
        covered.add(got.asks() == null ? got.rule() : got.asks());
        if (got.would() != null) {
            cover(got.would(), covered);
        }
    }

    private static Result run(Matcher matcher, String label, PolicyTest test) {
        var got = judge(matcher, test);
        var rule = test.rule();
        boolean passed = got.verdict().label().equals(test.expect().label())
                && (rule == null || rule.equals(got.rule()) || rule.equals(got.asks()));
        return new Result(test, got, passed, message(label, test, got, passed));
    }

    private static String message(String label, PolicyTest test, Decision got, boolean passed) {
        var place = label + ":" + test.at().line() + ":" + test.at().column() + ": "
                + test.at().path() + ": ";
        var asked = test.agent() + " " + test.request();
        var said = got.verdict().label() + " by " + got.rule();
        if (passed) {
            return place + asked + ": " + said;
        }
        var wanted = test.expect().label() + (test.rule() == null ? "" : " by " + test.rule());
        return place + asked + ": expected " + wanted + ", got " + said + " (" + got.reason() + ")";
    }

    /** A route is judged by its upstream, and these addresses are those of the host that was asked for. */
    private static Decision judge(Matcher matcher, PolicyTest test) {
        try {
            var facts = facts(test);
            var byName = matcher.judgeName(facts);
            return byName.verdict() == Verdict.ALLOW
                    ? matcher.judgeAddresses(facts, byName, test.resolves(), List.of())
                    : byName;
        } catch (RequestText.Malformed e) {
            return matcher.refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, "the request " + e.getMessage());
        } catch (MalformedHost e) {
            return matcher.refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, "the request's target " + e.reason());
        }
    }

    private static Facts facts(PolicyTest test) throws MalformedHost, RequestText.Malformed {
        var at = test.time() == null ? Instant.EPOCH : test.time();
        return Requests.facts(RequestText.parse(test.request()), test.agent(), test.source(), at);
    }

    /** What of a policy's rules tests have seen. */
    public record Coverage(int rules, List<Rule> missed) {
        /** Copies. */
        public Coverage {
            missed = List.copyOf(missed);
        }

        /** How many rules decided in a test. */
        public int covered() {
            return rules - missed.size();
        }

        /** In whole percent, rounded down; 100 of a policy without rules. */
        public int percent() {
            return rules == 0 ? 100 : covered() * 100 / rules;
        }
    }

    /** Which rules decided in these tests. */
    public static Coverage coverage(List<Result> results, Policy policy) {
        return new Coverage(policy.rules().size(), uncovered(results, policy));
    }
}
