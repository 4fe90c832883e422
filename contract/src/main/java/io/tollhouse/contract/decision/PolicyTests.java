package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.PolicyTest;
import java.util.List;

/** Runs the tests of a policy. Names are judged without resolving them; literals fully. */
public final class PolicyTests {

    private PolicyTests() {}

    /**
     * How one test went.
     *
     * @param got what the policy decides
     * @param message the sentence about it, with its line
     */
    public record Result(PolicyTest test, Decision got, boolean passed, String message) {}

    /** Runs them all, in the order of the document. */
    @SuppressWarnings("unused") // the insides come next
    public static List<Result> run(Matcher matcher, Policy policy) {
        return List.of();
    }
}
