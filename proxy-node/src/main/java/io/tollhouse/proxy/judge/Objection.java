package io.tollhouse.proxy.judge;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;

/**
 * Why a request that could be read goes no further even where the policy lets it. It is judged by its name all the same, so
 * that what the policy refuses is refused by the policy, and its record says what was judged.
 *
 * @param verdict that lets nothing through
 * @param reason safe to show
 */
public record Objection(Verdict verdict, BuiltIn rule, String reason) {
    /** Refuses a verdict that lets something through. */
    public Objection {
        if (verdict.letsThrough()) {
            throw new IllegalArgumentException("no objection: " + verdict);
        }
    }
}
