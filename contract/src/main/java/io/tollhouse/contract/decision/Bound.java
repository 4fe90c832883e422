package io.tollhouse.contract.decision;

import io.tollhouse.contract.decision.Exceeds.Excess;
import io.tollhouse.contract.decision.Exceeds.Part;
import io.tollhouse.contract.policy.AgentEntry;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A maximum, to be asked what lies in it. */
final class Bound {
    private static final List<AgentPattern> EVERYONE = List.of(new AgentPattern("*"));

    private final String name;
    private final Agents agents;
    private final List<CompiledRule> allows;
    private final List<CompiledRule> denies;
    private final int size;

    Bound(Maximum maximum) {
        this.name = maximum.name();
        this.agents = maximum.agents();
        this.allows = maximum.all().stream().filter(rule -> !rule.isDeny()).toList();
        this.denies = maximum.all().stream().filter(CompiledRule::isDeny).toList();
        this.size =
                maximum.all().stream().mapToInt(rule -> 1 + rule.hosts().size()).sum();
    }

    String name() {
        return name;
    }

    /** How much a host is compared with. */
    int size() {
        return size;
    }

    /** Whether a rule that allows without any condition has this very list, so that its hosts need no look. */
    boolean hasList(ListIndex list) {
        return allows.stream()
                .anyMatch(rule -> rule.lists().contains(list)
                        && rule.rule().who().equals(Selector.ALL)
                        && allows.size() == 1
                        && denies.isEmpty());
    }

    /** Whoever may be meant by a selector of a policy: patterns of which one names each of them. */
    static List<AgentPattern> agents(Policy policy, Selector who) {
        if (!who.names().isEmpty()) {
            return who.names();
        }
        return who.labels().entrySet().stream()
                .map(label -> policy.agents().stream()
                        .filter(entry ->
                                label.getValue().contains(entry.labels().getOrDefault(label.getKey(), "")))
                        .map(AgentEntry::name)
                        .distinct()
                        .toList())
                .min(Comparator.comparingInt(List::size))
                .orElse(EVERYONE);
    }

    /** The rules that are about one host. */
    record OfHost(Bound bound, HostPattern host, List<CompiledRule> allows, List<CompiledRule> denies) {
        int size() {
            return allows.size() + denies.size();
        }

        /** In what a part of this host exceeds; empty where it does not. */
        Optional<Excess> exceeded(Part part) {
            var deny =
                    denies.stream().filter(rule -> bound.deniesAll(rule, part)).findFirst();
            if (deny.isPresent()) {
                return Optional.of(
                        new Excess("to", "its rule " + deny.get().rule().id() + " denies that"));
            }
            var left = allows;
            if (left.isEmpty()) {
                return Optional.of(new Excess("to", "none of its rules allows that host"));
            }
            for (var aspect : Aspect.values()) {
                var next = left.stream()
                        .filter(rule -> aspect.holds(bound.agents, rule, part))
                        .toList();
                if (next.isEmpty()) {
                    return Optional.of(excess(aspect, left));
                }
                left = next;
            }
            return moreSpecific(part, left);
        }

        /** What a rule that covers lets through, another one may narrow that is as specific or more. */
        private Optional<Excess> moreSpecific(Part part, List<CompiledRule> covering) {
            for (var rule : bound.allows) {
                if (!covering.contains(rule) && bound.mayDecide(rule, part, covering)) {
                    for (var aspect : List.of(Aspect.HTTP, Aspect.PRIVATE)) {
                        if (!aspect.holds(bound.agents, rule, part)) {
                            return Optional.of(excess(aspect, List.of(rule)));
                        }
                    }
                }
            }
            return Optional.empty();
        }

        private static Excess excess(Aspect aspect, List<CompiledRule> rules) {
            var ids = rules.stream().limit(3).map(rule -> rule.rule().id()).collect(Collectors.joining(", "));
            return new Excess(
                    aspect.key(),
                    "its " + (rules.size() == 1 ? "rule " : "rules ") + ids + " " + aspect.of(rules.size()));
        }
    }

    /** The rules that say something of every name or address of a pattern. */
    OfHost ofHost(HostPattern host) {
        return new OfHost(this, host, covering(allows, host), covering(denies, host));
    }

    private static List<CompiledRule> covering(List<CompiledRule> rules, HostPattern host) {
        var found = new ArrayList<CompiledRule>();
        for (var rule : rules) {
            if (anyHost(rule, pattern -> PatternSets.covers(pattern, host))
                    || rule.lists().stream().anyMatch(list -> list.covers(host))) {
                found.add(rule);
            }
        }
        return found;
    }

    private static boolean anyHost(CompiledRule rule, Predicate<HostPattern> test) {
        for (var pattern : rule.hosts()) {
            if (test.test(pattern)) {
                return true;
            }
        }
        return false;
    }

    private boolean deniesAll(CompiledRule deny, Part part) {
        return !deny.isConditional()
                && deny.rule().expires() == null
                && deny.rule().effects().types().isEmpty()
                && Aspect.AGENT.holds(agents, deny, part)
                && Aspect.PROTOCOL.holds(agents, deny, part)
                && Aspect.PORTS.holds(agents, deny, part);
    }

    /** Whether it may be the most specific for some request of the part, although another rule covers all of it. */
    private boolean mayDecide(CompiledRule rule, Part part, List<CompiledRule> covering) {
        return rule.rule().protocols().contains(part.protocol())
                && rule.rule().ports().ranges().stream()
                        .anyMatch(range -> range.from() <= part.range().to()
                                && part.range().from() <= range.to())
                && agents.mayMeet(rule, part.agent())
                && (rule.lists().stream().anyMatch(list -> list.mayMeet(part.host()))
                        || anyHost(
                                rule, host -> PatternSets.meet(host, part.host()) && !isBroader(host, part, covering)));
    }

    /** Whether a rule that covers the part always stands before a pattern. */
    private static boolean isBroader(HostPattern pattern, Part part, List<CompiledRule> covering) {
        return covering.stream()
                .anyMatch(rule -> anyHost(
                        rule,
                        narrow -> PatternSets.covers(narrow, part.host())
                                && PatternSets.covers(pattern, narrow)
                                && !PatternSets.covers(narrow, pattern)
                                && !isAsSpecific(pattern, narrow)));
    }

    /** {@code .x} counts as {@code x} and as {@code **.x}. */
    private static boolean isAsSpecific(HostPattern pattern, HostPattern narrow) {
        return pattern instanceof HostPattern.Zone zone
                && ((narrow instanceof HostPattern.Exact exact && exact.name().equals(zone.zone()))
                        || (narrow instanceof HostPattern.Below below
                                && below.zone().equals(zone.zone())));
    }
}
