package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A decision and the policy that it was made by.
 *
 * @param hash of the policy's text; empty where there is no policy
 */
record Judged(Decision decision, String hash) {

    static Judged by(@Nullable Matcher matcher, Decision decision) {
        return new Judged(decision, matcher == null ? "" : matcher.hash());
    }
}
