package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Rule;
import java.util.List;

/**
 * What a policy may not exceed, ready to be looked up: its denies stand above the policy's rules, and what none of its own rules
 * allows is refused. Its labels are those of its own entries of agents, since a policy gives labels as it likes.
 *
 * @param name its own label
 * @param all its rules
 */
record Maximum(String name, Agents agents, RuleSet rules, List<CompiledRule> all) {

    /** What the maximum's rules begin with in decisions, so that none is taken for the policy's. */
    static final String PREFIX = "maximum.";

    /** The rule that says that no rule of the maximum allows it. */
    static final String DEFAULT = PREFIX + "default";

    static String id(Rule rule) {
        return PREFIX + rule.id();
    }

    /** The same question about the agent as the maximum knows it. */
    Question asked(Question question) {
        return question.about(agents.who(question.facts().agent()));
    }
}
