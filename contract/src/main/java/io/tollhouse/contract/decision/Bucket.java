package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AgentPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one host pattern, found by agent, so that a thousand rules for a thousand agents cost no more than one.
 * Filled while a matcher is compiled, never after.
 */
final class Bucket {

    private record Label(String key, String value) {}

    private static final class Entry {
        private final CompiledRule rule;
        private final boolean exact;
        /** Most requests find a rule in the same way. Any thread may find another's, whole or not at all. */
        private @Nullable Match last;

        private Entry(CompiledRule rule, boolean exact) {
            this.rule = rule;
            this.exact = exact;
        }

        private Match match(int agentRank, Truth truth, int httpRank) {
            var known = last;
            if (known == null
                    || known.agentRank() != agentRank
                    || known.truth() != truth
                    || known.httpRank() != httpRank) {
                known = new Match(rule, exact, agentRank, truth, httpRank);
                last = known;
            }
            return known;
        }
    }

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

    /** The strongest rule for this question; null when none matches. */
    @Nullable
    Match strongest(Question question, boolean holding) {
        var who = question.who();
        var best = strongest(byName.get(who.name()), question, holding);
        if (!byLabel.isEmpty()) {
            for (var label : who.labels().entrySet()) {
                var entries = byLabel.get(new Label(label.getKey(), label.getValue()));
                best = Match.stronger(best, strongest(entries, question, holding));
            }
        }
        return Match.stronger(best, strongest(others, question, holding));
    }

    private static @Nullable Match strongest(@Nullable List<Entry> entries, Question question, boolean holding) {
        Match best = null;
        if (entries != null) {
            for (int i = 0; i < entries.size(); i++) { // an iterator would be garbage of every decision
                best = Match.stronger(best, match(entries.get(i), question, holding));
            }
        }
        return best;
    }

    private static @Nullable Match match(Entry entry, Question question, boolean holding) {
        var rule = entry.rule;
        int rank = rule.isAbout(question) ? rule.agentRank(question.who()) : CompiledRule.NO_MATCH;
        if (rank == CompiledRule.NO_MATCH) {
            return null;
        }
        var truth = rule.conditions().hold(question);
        if (holding && truth != Truth.YES) {
            return null;
        }
        int httpRank = truth == Truth.NO ? 0 : rule.conditions().rank(question);
        return entry.match(rank, truth, httpRank);
    }

    /** Shows every rule for this question, whether its http conditions hold or not. */
    void forEach(Question question, Consumer<CompiledRule> consumer) {
        forEach(byName.get(question.who().name()), question, consumer);
        for (var label : question.who().labels().entrySet()) {
            forEach(byLabel.get(new Label(label.getKey(), label.getValue())), question, consumer);
        }
        forEach(others, question, consumer);
    }

    private static void forEach(@Nullable List<Entry> entries, Question question, Consumer<CompiledRule> consumer) {
        if (entries != null) {
            for (var entry : entries) {
                if (entry.rule.isAbout(question) && entry.rule.agentRank(question.who()) != CompiledRule.NO_MATCH) {
                    consumer.accept(entry.rule);
                }
            }
        }
    }
}
