package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AgentPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one host pattern, found by agent, so that a thousand rules for a thousand agents cost no more than one.
 * Filled while a matcher is compiled, never after.
 */
final class Bucket {

    private record Label(String key, String value) {}

    private record Entry(CompiledRule rule, boolean exact) {}

    private final Map<String, List<Entry>> byName = new HashMap<>();
    private final Map<Label, List<Entry>> byLabel = new HashMap<>();
    private final List<Entry> others = new ArrayList<>();

    /** Adds a rule; {@code exact} when its pattern names the host itself, and only that. */
    void add(CompiledRule rule, boolean exact) {
        var entry = new Entry(rule, exact);
        var who = rule.rule().who();
        if (!who.names().isEmpty() && who.names().stream().allMatch(AgentPattern::isExact)) {
            who.names()
                    .forEach(name -> byName.computeIfAbsent(name.text(), key -> new ArrayList<>())
                            .add(entry));
        } else if (!who.labels().isEmpty()) {
            var label = who.labels().entrySet().iterator().next();
            label.getValue()
                    .forEach(
                            value -> byLabel.computeIfAbsent(new Label(label.getKey(), value), key -> new ArrayList<>())
                                    .add(entry));
        } else {
            others.add(entry);
        }
    }

    /** The strongest rule for this agent and port; null when none matches. */
    @Nullable
    Match strongest(Who who, int port) {
        var best = strongest(byName.get(who.name()), who, port);
        if (!byLabel.isEmpty()) {
            for (var label : who.labels().entrySet()) {
                var entries = byLabel.get(new Label(label.getKey(), label.getValue()));
                best = Match.stronger(best, strongest(entries, who, port));
            }
        }
        return Match.stronger(best, strongest(others, who, port));
    }

    private static @Nullable Match strongest(@Nullable List<Entry> entries, Who who, int port) {
        Match best = null;
        if (entries != null) {
            for (var entry : entries) {
                best = Match.stronger(best, match(entry, who, port));
            }
        }
        return best;
    }

    private static @Nullable Match match(Entry entry, Who who, int port) {
        int rank = entry.rule.hasPort(port) ? entry.rule.agentRank(who) : CompiledRule.NO_MATCH;
        return rank == CompiledRule.NO_MATCH ? null : new Match(entry.rule, entry.exact, rank);
    }
}
