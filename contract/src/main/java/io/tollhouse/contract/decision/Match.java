package io.tollhouse.contract.decision;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches, through one of its patterns.
 *
 * @param exact whether the pattern names the host itself, and only that
 * @param agentRank how specifically the rule is for the agent
 * @param truth whether its http conditions hold; a rule that lets through narrows a broader one also where they do not
 * @param httpRank how specific these conditions are
 */
record Match(CompiledRule rule, boolean exact, int agentRank, Truth truth, int httpRank) {

    /**
     * The stronger first, among matches of equally specific hosts: agent, ports, then http conditions, of which those that hold
     * come before those that do not. What is equal in these has the same effects, or the policy does not compile; the rest only
     * makes the choice independent of the order of rules.
     */
    static final Comparator<Match> ORDER = Comparator.comparingInt((Match match) -> -match.agentRank)
            .thenComparingInt(match -> match.rule.ports())
            .thenComparing(match -> match.truth == Truth.NO)
            .thenComparingInt(match -> -match.httpRank)
            .thenComparing(match -> !match.exact)
            .thenComparing(match -> match.rule.rule().id());

    /** The stronger of two whose hosts are equally specific; null gives way. */
    static @Nullable Match stronger(@Nullable Match one, @Nullable Match other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return ORDER.compare(one, other) <= 0 ? one : other;
    }

    /** Whether its conditions hold, or may. */
    boolean mayHold() {
        return truth != Truth.NO;
    }
}
