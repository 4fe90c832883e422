package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.Collections;
import java.util.List;

/** Finds what a deny does to other rules and its author perhaps does not see. Long lists are not looked through. */
final class Shadows {

    /** So many pairs of hosts are compared; long lists are not worth a slow compilation. */
    private static final int MAX_PAIRS = 1_000_000;

    private final Policy policy;
    private final List<CompiledRule> denies;
    private final Problems warnings;
    private int pairs;

    private Shadows(Policy policy, List<CompiledRule> rules, Problems warnings) {
        this.policy = policy;
        this.denies = rules.stream()
                .filter(rule -> rule.isDeny() && rule.rule().mode() == Mode.ENFORCE)
                .toList();
        this.warnings = warnings;
    }

    static List<Problem> find(Policy policy, List<CompiledRule> rules) {
        var warnings = new Problems(policy.label());
        var shadows = new Shadows(policy, rules, warnings);
        rules.stream().filter(rule -> !rule.isDeny()).forEach(shadows::check);
        return warnings.list();
    }

    private void check(CompiledRule rule) {
        if (rule.lists().isEmpty() && rule.hosts().stream().allMatch(host -> isDenied(rule, host))) {
            warn(rule.rule(), "can never match: what it allows is denied by other rules; remove it, or narrow these");
            return;
        }
        for (var deny : denies) {
            if (deny.isConditional() && isOpaque(rule) && touches(deny, rule)) {
                warn(
                        rule.rule(),
                        "is inspected, because rule " + deny.rule().id() + " (line "
                                + deny.rule().at().line()
                                + ") denies some requests to the same hosts; write `inspect: true` to show it");
            }
        }
    }

    private boolean isDenied(CompiledRule rule, HostPattern host) {
        return denies.stream()
                .anyMatch(deny -> coversAllBut(deny, rule)
                        && deny.hosts().stream().anyMatch(pattern -> counts() && PatternSets.covers(pattern, host)));
    }

    /** Whatever the time and the request. */
    private static boolean coversAllBut(CompiledRule deny, CompiledRule rule) {
        return !deny.isConditional()
                && deny.rule().expires() == null
                && deny.rule().effects().types().isEmpty()
                && deny.rule().protocols().containsAll(rule.rule().protocols())
                && PatternSets.covers(deny.rule().who(), rule.rule().who())
                && PatternSets.covers(deny.rule().ports(), rule.rule().ports());
    }

    private static boolean isOpaque(CompiledRule rule) {
        return rule.rule().protocols().contains(Protocol.TLS)
                && !rule.rule().effects().inspect()
                && !rule.isConditional();
    }

    private boolean touches(CompiledRule deny, CompiledRule rule) {
        return !Collections.disjoint(deny.rule().protocols(), rule.rule().protocols())
                && deny.rule().protocols().contains(Protocol.TLS)
                && deny.rule().ports().overlaps(rule.rule().ports())
                && deny.agentsMeet(rule)
                && deny.hosts().stream()
                        .anyMatch(pattern ->
                                rule.hosts().stream().anyMatch(host -> counts() && PatternSets.meet(pattern, host)));
    }

    private boolean counts() {
        return ++pairs <= MAX_PAIRS;
    }

    private void warn(Rule rule, String message) {
        warnings.add(rule.at().problem(policy.label(), "rule " + rule.id() + ": " + message));
    }
}
