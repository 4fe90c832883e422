package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.policy.Selector;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A rule with what the order of rules needs of it. */
final class CompiledRule {

    /** No such agent. */
    static final int NO_MATCH = -1;

    private static final int NAME_STEP = 1_000;
    private static final int EXACT_NAME = 1_000;

    private final Rule rule;
    private final List<HostPattern> hosts;
    private final int ports;

    /** @param hosts of the rule itself and of its lists, each once */
    CompiledRule(Rule rule, List<HostPattern> hosts) {
        this.rule = rule;
        this.hosts = List.copyOf(hosts);
        this.ports = rule.ports().count();
    }

    Rule rule() {
        return rule;
    }

    List<HostPattern> hosts() {
        return hosts;
    }

    /** How many ports it is about. */
    int ports() {
        return ports;
    }

    boolean isDeny() {
        return rule.action() == Action.DENY;
    }

    /** A deny covers what its ports say; the others open it. */
    boolean hasPort(int port) {
        return isDeny() ? rule.ports().covers(port) : rule.ports().opens(port);
    }

    /** How specifically it is for this agent: by name before by labels before everyone; {@link #NO_MATCH} if it is not. */
    int agentRank(Who who) {
        for (var label : rule.who().labels().entrySet()) {
            var value = who.labels().get(label.getKey());
            if (value == null || !label.getValue().contains(value)) {
                return NO_MATCH;
            }
        }
        int name = nameRank(rule.who(), who.name());
        return name == NO_MATCH ? NO_MATCH : rank(name, rule.who());
    }

    private static int nameRank(Selector selector, String agent) {
        int best = selector.names().isEmpty() ? 0 : NO_MATCH;
        for (var name : selector.names()) {
            if (name.matches(agent)) {
                best = Math.max(best, rank(name));
            }
        }
        return best;
    }

    private static int rank(AgentPattern name) {
        return name.isExact() ? EXACT_NAME : 1 + Math.min(name.fixed(), EXACT_NAME - 2);
    }

    private static int rank(int name, Selector selector) {
        return name * NAME_STEP + Math.min(selector.labels().size(), NAME_STEP - 1);
    }

    /** Whether it does the same as another one. */
    boolean sameEffects(CompiledRule other) {
        return rule.action() == other.rule.action()
                && Objects.equals(
                        rule.effects().upstream(), other.rule.effects().upstream())
                && Set.copyOf(rule.effects().allowPrivate())
                        .equals(Set.copyOf(other.rule.effects().allowPrivate()));
    }

    /** Whether some agent and port exist for which both are equally specific. */
    boolean canTie(CompiledRule other) {
        return ports == other.ports
                && rule.ports().overlaps(other.rule.ports())
                && agentsCanTie(rule.who(), other.rule.who());
    }

    private static boolean agentsCanTie(Selector one, Selector other) {
        if (one.labels().size() != other.labels().size()) {
            return false;
        }
        for (var label : one.labels().entrySet()) {
            var values = other.labels().get(label.getKey());
            if (values != null && values.stream().noneMatch(label.getValue()::contains)) {
                return false;
            }
        }
        return namesCanTie(one.names(), other.names());
    }

    private static boolean namesCanTie(List<AgentPattern> one, List<AgentPattern> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return one.stream().anyMatch(a -> other.stream().anyMatch(b -> rank(a) == rank(b) && a.overlaps(b)));
    }
}
