package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AgentEntry;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Selector;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Labels of agents, where their names may come from, and whose refusals are only reported. An agent takes from each entry that names it; where two give the same label, the more specific name
 * holds: an exact one before one with a star, and of these the one that fixes more characters.
 */
final class Agents {
    private static final int SHIFT = Integer.SIZE - 10;

    private final Map<String, List<AgentEntry>> exact;
    private final List<AgentEntry> patterns;
    private final boolean narrows;
    private final @Nullable Who[] found = new Who[1 << 10];

    private Agents(Map<String, List<AgentEntry>> exact, List<AgentEntry> patterns) {
        this.exact = exact;
        this.patterns = patterns;
        this.narrows = Stream.concat(exact.values().stream().flatMap(List::stream), patterns.stream())
                .anyMatch(entry -> !entry.from().isEmpty());
    }

    static Agents compile(Policy policy, Problems problems) {
        var exact = new HashMap<String, List<AgentEntry>>();
        var patterns = new ArrayList<AgentEntry>();
        for (var entry : policy.agents()) {
            var rivals = entry.name().isExact()
                    ? exact.computeIfAbsent(entry.name().text(), name -> new ArrayList<>())
                    : patterns;
            rivals.forEach(other -> noteConflict(policy, other, entry, problems));
            rivals.add(entry);
        }
        patterns.sort(Comparator.comparing(entry -> -entry.name().fixed()));
        return new Agents(exact, patterns);
    }

    private static void noteConflict(Policy policy, AgentEntry one, AgentEntry other, Problems problems) {
        if (one.name().fixed() != other.name().fixed() || !one.name().overlaps(other.name())) {
            return;
        }
        for (var label : other.labels().entrySet()) {
            var value = one.labels().get(label.getKey());
            if (value != null && !value.equals(label.getValue())) {
                var at = other.at();
                problems.add(new Problem(
                        policy.label(),
                        at.line(),
                        at.column(),
                        at.path(),
                        "gives the label " + label.getKey() + " another value than the entry at line "
                                + one.at().line() + ", which is as specific; make one name more specific"));
            }
        }
    }

    /** Agents come again and again: of each of some hash codes the last one is kept. Any thread may find another's, whole or not at all. */
    Who who(String agent) {
        int slot = (agent.hashCode() * 0x9E3779B9) >>> SHIFT;
        var known = found[slot];
        if (known != null && known.name().equals(agent)) {
            return known;
        }
        var who = look(agent);
        found[slot] = who;
        return who;
    }

    private Who look(String agent) {
        var labels = new HashMap<String, String>();
        var entries = naming(agent);
        entries.forEach(entry -> entry.labels().forEach(labels::putIfAbsent));
        return new Who(agent, Map.copyOf(labels), isReported(entries));
    }

    /** Whether a selector means all whom a pattern names, with the labels that are given here. */
    boolean areAll(Selector selector, AgentPattern pattern) {
        return (selector.names().isEmpty() || selector.names().stream().anyMatch(name -> name.covers(pattern)))
                && selector.labels().entrySet().stream()
                        .allMatch(label -> haveAll(pattern, label.getKey(), label.getValue()));
    }

    private boolean haveAll(AgentPattern pattern, String label, Set<String> values) {
        if (pattern.isExact()) {
            return values.contains(who(pattern.text()).labels().getOrDefault(label, ""));
        }
        var giving = all().filter(entry ->
                        entry.labels().containsKey(label) && entry.name().overlaps(pattern))
                .toList();
        return giving.stream().allMatch(entry -> values.contains(entry.labels().get(label)))
                && giving.stream().anyMatch(entry -> entry.name().covers(pattern));
    }

    /** Whether a rule may be for somebody whom a pattern names. */
    boolean mayMeet(CompiledRule rule, AgentPattern pattern) {
        if (pattern.isExact()) {
            return rule.agentRank(who(pattern.text())) != CompiledRule.NO_MATCH;
        }
        var names = rule.rule().who().names();
        return names.isEmpty() || names.stream().anyMatch(name -> name.overlaps(pattern));
    }

    private Stream<AgentEntry> all() {
        return Stream.concat(exact.values().stream().flatMap(List::stream), patterns.stream());
    }

    /** The strongest first. */
    private List<AgentEntry> naming(String agent) {
        var entries = new ArrayList<>(exact.getOrDefault(agent, List.of()));
        for (var entry : patterns) {
            if (entry.name().matches(agent)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The most specific entry says so; of several, all must. */
    private static boolean isReported(List<AgentEntry> entries) {
        return !entries.isEmpty()
                && entries.stream()
                        .takeWhile(entry -> asSpecific(entry, entries.get(0)))
                        .allMatch(entry -> entry.mode() == Mode.REPORT);
    }

    private static boolean asSpecific(AgentEntry one, AgentEntry other) {
        return one.name().isExact() == other.name().isExact()
                && one.name().fixed() == other.name().fixed();
    }

    /** About where a name comes from; null where that is not known. Every entry that names it and narrows it must take it. */
    BuiltIns.@Nullable Refusal ofSource(Facts facts) {
        var source = facts.source();
        if (source == null || !narrows) {
            return null;
        }
        var unmapped = source.unmapped();
        return naming(facts.agent()).stream()
                        .allMatch(entry -> entry.from().isEmpty()
                                || entry.from().stream().anyMatch(network -> network.contains(unmapped)))
                ? null
                : new BuiltIns.Refusal(
                        BuiltIn.IDENTITY, facts.agent() + " is not believed to come from " + source.text());
    }
}
