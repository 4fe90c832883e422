package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Rules with their hosts. Short lists are resolved into each rule that names them; long ones are indexed once for all rules, and
 * taken over from the matcher before where they are the same.
 */
final class Resolved {

    /** From here on a list is long. */
    private static final int LONG = 10_000;

    private static final int MAX_HOSTS = 200_000;

    private final Policy policy;
    private final Map<String, ListIndex> before;
    private final Map<String, ListIndex> indexes;

    /**
     * @param before indexes of the matcher before, by the hash of their list
     * @param indexes takes those of this policy
     */
    Resolved(Policy policy, Map<String, ListIndex> before, Map<String, ListIndex> indexes) {
        this.policy = policy;
        this.before = before;
        this.indexes = indexes;
    }

    /** All rules, or those before the one that makes it too many, which is noted. */
    List<CompiledRule> rules(Problems problems) {
        var rules = new ArrayList<CompiledRule>();
        long hosts = 0;
        for (var rule : policy.rules()) {
            hosts += count(rule);
            if (hosts > MAX_HOSTS) {
                var message = "rule " + rule.id() + " has the host after " + MAX_HOSTS
                        + " in all rules together, lists resolved: too many";
                problems.add(rule.at().problem(policy.label(), message));
                break;
            }
            rules.add(compiled(rule));
        }
        return rules;
    }

    private long count(Rule rule) {
        long hosts = rule.to().hosts().size();
        for (var list : rule.to().lists()) {
            var entries = policy.list(list).entries();
            hosts += isLong(entries) ? index(entries).others().size() : entries.size();
        }
        return hosts;
    }

    private CompiledRule compiled(Rule rule) {
        var hosts = new LinkedHashSet<>(rule.to().hosts());
        var lists = new ArrayList<ListIndex>(0);
        for (var list : rule.to().lists()) {
            var entries = policy.list(list).entries();
            if (isLong(entries)) {
                lists.add(index(entries));
                hosts.addAll(index(entries).others());
            } else {
                entries.forEach(hosts::add);
            }
        }
        return new CompiledRule(rule, List.copyOf(hosts), lists);
    }

    private static boolean isLong(HostEntries entries) {
        return entries.size() >= LONG;
    }

    private ListIndex index(HostEntries entries) {
        return indexes.computeIfAbsent(entries.hash(), hash -> {
            var known = before.get(hash);
            return known == null ? new ListIndex(entries) : known;
        });
    }
}
