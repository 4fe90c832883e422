package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Rules with the lists that they name resolved into each: what is short in a document may be long in a matcher. */
final class Resolved {

    private static final int MAX_HOSTS = 200_000;

    private Resolved() {}

    /** All rules, or those before the one that makes it too many, which is noted. */
    static List<CompiledRule> rules(Policy policy, Problems problems) {
        var rules = new ArrayList<CompiledRule>();
        long hosts = 0;
        for (var rule : policy.rules()) {
            hosts += count(policy, rule);
            if (hosts > MAX_HOSTS) {
                var message = "rule " + rule.id() + " has the host after " + MAX_HOSTS
                        + " in all rules together, lists resolved: too many";
                problems.add(rule.at().problem(policy.label(), message));
                break;
            }
            var found = new LinkedHashSet<HostPattern>();
            policy.forEachHost(rule, found::add);
            rules.add(new CompiledRule(rule, List.copyOf(found)));
        }
        return rules;
    }

    private static long count(Policy policy, Rule rule) {
        long hosts = rule.to().hosts().size();
        for (var list : rule.to().lists()) {
            hosts += policy.list(list).entries().size();
        }
        return hosts;
    }
}
