package io.tollhouse.contract.decision;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches, through one of its patterns.
 *
 * @param exact whether the pattern names the host itself, and only that
 * @param agentRank how specifically the rule is for the agent
 */
record Match(CompiledRule rule, boolean exact, int agentRank) {

    /**
     * The stronger first, among matches of equally specific hosts: agent, then ports. What is equal in these has the same
     * effects, or the policy does not compile; the rest only makes the choice independent of the order of rules.
     */
    static final Comparator<Match> ORDER = Comparator.comparingInt((Match match) -> -match.agentRank)
            .thenComparingInt(match -> match.rule.ports())
            .thenComparing(match -> !match.exact)
            .thenComparing(match -> match.rule.rule().id());

    /** The stronger of two whose hosts are equally specific; null gives way. */
    static @Nullable Match stronger(@Nullable Match one, @Nullable Match other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return ORDER.compare(one, other) <= 0 ? one : other;
    }
}
