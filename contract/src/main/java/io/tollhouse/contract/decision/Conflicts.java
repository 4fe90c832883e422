package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds rules that are equally specific and do different things: which one would hold depended on chance. */
final class Conflicts {

    private record Pair(CompiledRule one, CompiledRule other) {}

    private final Policy policy;
    private final Problems problems;
    private final Map<String, List<CompiledRule>> byPattern = new HashMap<>();
    private final Set<Pair> seen = new HashSet<>();

    private Conflicts(Policy policy, Problems problems) {
        this.policy = policy;
        this.problems = problems;
    }

    /** Notes those among the rules that let something through. */
    static void find(Policy policy, List<CompiledRule> rules, Problems problems) {
        var conflicts = new Conflicts(policy, problems);
        for (var rule : rules) {
            for (var pattern : rule.hosts()) {
                keys(pattern).forEach(key -> conflicts.add(key, rule));
            }
        }
        for (var rule : rules) {
            if (!rule.lists().isEmpty()) {
                rules.forEach(other -> conflicts.compareLists(rule, other));
            }
        }
    }

    private void compareLists(CompiledRule one, CompiledRule other) {
        if (one == other || one.sameEffects(other) || !one.canTie(other) || seen.contains(new Pair(other, one))) {
            return;
        }
        var rival = one.lists().stream()
                .flatMap(list -> rival(list, other).stream())
                .findFirst();
        if (rival.isPresent() && seen.add(new Pair(one, other))) {
            note(rival.get(), one, other);
        }
    }

    /** What of the other rule is as specific as something of this list. */
    private static Optional<String> rival(ListIndex list, CompiledRule other) {
        for (var pattern : other.hosts()) {
            if (list.rivals(pattern)) {
                return Optional.of(pattern.text());
            }
        }
        for (var theirs : other.lists()) {
            var found = list == theirs ? Optional.of("every host of a list") : rival(list, theirs);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rival(ListIndex one, ListIndex other) {
        boolean smaller = one.entries().size() <= other.entries().size();
        var found = new ArrayList<String>(1);
        (smaller ? one : other).entries().forEach(pattern -> {
            if (found.isEmpty() && (smaller ? other : one).rivals(pattern)) {
                found.add(pattern.text());
            }
        });
        return found.stream().findFirst();
    }

    /** {@code .x} ranks as x for x itself and as {@code **.x} below it. */
    private static List<String> keys(HostPattern pattern) {
        return pattern instanceof HostPattern.Zone zone
                ? List.of(zone.zone().text(), "**." + zone.zone().text())
                : List.of(pattern.text());
    }

    private void add(String key, CompiledRule rule) {
        var rivals = byPattern.computeIfAbsent(key, k -> new ArrayList<>(1));
        for (var rival : rivals) {
            if (rival != rule && !rival.sameEffects(rule) && seen.add(new Pair(rival, rule)) && rival.canTie(rule)) {
                note(key, rival, rule);
            }
        }
        rivals.add(rule);
    }

    private void note(String key, CompiledRule one, CompiledRule other) {
        var at = other.rule().at();
        var message = "rule " + other.rule().id() + " is as specific as rule "
                + one.rule().id() + " (line " + one.rule().at().line() + ") for " + key
                + " and does something else; make one of them more specific by host, agent or ports";
        problems.add(new Problem(policy.label(), at.line(), at.column(), at.path(), message));
    }
}
