package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyTest;
import java.time.Instant;
import java.util.List;

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

    private static Result run(Matcher matcher, String label, PolicyTest test) {
        var got = judge(matcher, test);
        var rule = test.rule();
        boolean passed =
                got.verdict().label().equals(test.expect().label()) && (rule == null || rule.equals(got.rule()));
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

    private static Decision judge(Matcher matcher, PolicyTest test) {
        try {
            return matcher.judgeName(facts(test));
        } catch (MalformedHost e) {
            return matcher.refusal(Verdict.MALFORMED, BuiltIn.MALFORMED, "the request's target " + e.reason());
        }
    }

    private static Facts facts(PolicyTest test) throws MalformedHost {
        int space = test.request().indexOf(' ');
        var method = test.request().substring(0, space);
        var target = test.request().substring(space + 1);
        if (method.equals("CONNECT")) {
            return Facts.connect(test.agent(), null, Authority.parse(target), Instant.EPOCH);
        }
        var url = AbsoluteUrl.parse(target);
        return Facts.http(test.agent(), null, url.destination(), Instant.EPOCH, method, url.path());
    }
}
