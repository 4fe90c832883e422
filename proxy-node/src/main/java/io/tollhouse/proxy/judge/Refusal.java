package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when its request goes no further. Every text is safe to show.
 *
 * @param status of HTTP
 * @param rule the id of the rule that decided
 * @param suggestion what to do instead; null where there is none
 * @param requestId finds the request's records
 */
public record Refusal(
        int status, String rule, String reason, @Nullable String suggestion, String requestId) {

    /** By a decision. */
    static Refusal of(Decision decision, String requestId) {
        return new Refusal(
                status(decision.verdict()), decision.rule(), decision.reason(), decision.suggestion(), requestId);
    }

    /** Of a request that the policy let through to a destination that is not there. */
    static Refusal upstream(boolean timeout, Decision decision, String reason, String requestId) {
        return new Refusal(timeout ? 504 : 502, decision.rule(), reason, null, requestId);
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case DENY, ASK -> 403;
            case MALFORMED -> 400;
            case UNAUTHENTICATED -> 407;
            case LIMITED -> 429;
            case UNAVAILABLE -> 503;
            case ALLOW, ROUTE -> throw new IllegalArgumentException("not a refusal");
        };
    }
}
