package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;

/**
 * Why a node refuses every new request, whatever its policy says.
 *
 * @param reason safe to show to agents
 * @param cuts whether what is in flight ends too
 */
record Restraint(Verdict verdict, BuiltIn rule, String reason, boolean cuts) {

    /** The same policy under it. */
    Matcher on(Matcher policy) {
        return policy.refusingAll(verdict, rule, reason);
    }
}
