package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Action;
import java.util.List;

/**
 * Rules by what they do.
 *
 * @param strict those that let something through and can make {@link Strictest} stricter
 * @param conditionalDenies those that deny under conditions on method, path or headers
 */
record RuleSet(RuleIndex denies, RuleIndex asks, RuleIndex admits, RuleIndex strict, RuleIndex conditionalDenies) {

    static RuleSet of(List<CompiledRule> rules) {
        return new RuleSet(
                RuleIndex.ofHolding(rules.stream().filter(CompiledRule::isDeny).toList()),
                RuleIndex.ofHolding(rules.stream()
                        .filter(rule -> rule.rule().action() == Action.ASK)
                        .toList()),
                RuleIndex.ofDeciding(rules.stream().filter(CompiledRule::admits).toList()),
                RuleIndex.ofHolding(rules.stream()
                        .filter(rule -> !rule.isDeny() && Strictest.concerns(rule))
                        .toList()),
                RuleIndex.ofHolding(rules.stream()
                        .filter(rule -> rule.isDeny() && rule.isConditional())
                        .toList()));
    }
}
