package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import io.tollhouse.contract.policy.Selector;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule with what the order of rules needs of it. */
final class CompiledRule {

    /** No such agent. */
    static final int NO_MATCH = -1;

    private static final int NAME_STEP = 1_000;
    private static final int EXACT_NAME = 1_000;

    private final Rule rule;
    private final List<HostPattern> hosts;
    private final List<ListIndex> lists;
    private final int ports;
    private final Conditions conditions;
    private final String reason;
    private final boolean everyone;
    private @Nullable Decision admission;

    /**
     * @param hosts of the rule itself and of its short lists, each once
     * @param lists its long ones, each once
     */
    CompiledRule(Rule rule, List<HostPattern> hosts, List<ListIndex> lists) {
        this.rule = rule;
        this.hosts = List.copyOf(hosts);
        this.lists = List.copyOf(lists);
        this.ports = rule.ports().count();
        this.conditions = new Conditions(rule.http(), isDeny());
        this.everyone = rule.who().names().isEmpty() && rule.who().labels().isEmpty();
        this.reason = rule.reason() != null
                ? rule.reason()
                : isDeny() ? "denied by rule " + rule.id() : rule.action().label() + " by rule " + rule.id();
    }

    Rule rule() {
        return rule;
    }

    /** What was last decided by it, where that is not of one request alone. Any thread may find another's, whole or not at all. */
    @Nullable
    Decision admission() {
        return admission;
    }

    void keep(Decision decided) {
        admission = decided;
    }

    /** Why it decides, for people. */
    String reason() {
        return reason;
    }

    List<HostPattern> hosts() {
        return hosts;
    }

    List<ListIndex> lists() {
        return lists;
    }

    /** How many ports it is about. */
    int ports() {
        return ports;
    }

    boolean isDeny() {
        return rule.action() == Action.DENY;
    }

    /** Whether it lets through without anybody's approval. */
    boolean admits() {
        return rule.action() == Action.ALLOW || rule.action() == Action.ROUTE;
    }

    Conditions conditions() {
        return conditions;
    }

    boolean isConditional() {
        return !conditions.isEmpty();
    }

    /** Whether protocol, port and time are its own; who asks, and for what host, is another question. */
    boolean isAbout(Question question) {
        return rule.protocols().contains(question.protocol())
                && !hasExpired(question.facts().at())
                && (question.protocol() == Protocol.DNS
                        ? hasType(question.facts().type())
                        : hasPort(question.port()));
    }

    boolean hasExpired(Instant at) {
        return rule.expires() != null && !at.isBefore(rule.expires());
    }

    private boolean hasType(@Nullable DnsType type) {
        var types = rule.effects().types();
        return type == null || (types.isEmpty() ? isDeny() || DnsType.TO_CONNECT.contains(type) : types.contains(type));
    }

    /** A deny covers what its ports say; the others open it. */
    boolean hasPort(int port) {
        return isDeny() ? rule.ports().covers(port) : rule.ports().opens(port);
    }

    /** How specifically it is for this agent: by name before by labels before everyone; {@link #NO_MATCH} if it is not. */
    int agentRank(Who who) {
        if (everyone) {
            return 0;
        }
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

    /** Whether it does the same as another one, in what is a deciding rule's own. */
    boolean sameEffects(CompiledRule other) {
        var one = rule.effects();
        var two = other.rule.effects();
        return rule.action() == other.rule.action()
                && Objects.equals(one.upstream(), two.upstream())
                && Objects.equals(one.rewriteHost(), two.rewriteHost())
                && Set.copyOf(one.allowPrivate()).equals(Set.copyOf(two.allowPrivate()))
                && Objects.equals(one.credential(), two.credential())
                && one.headers().equals(two.headers())
                && one.websocket() == two.websocket()
                && one.ech() == two.ech()
                && one.patience().equals(two.patience());
    }

    /** Whether some agent, port and request exist for which both are equally specific. */
    boolean canTie(CompiledRule other) {
        return ports == other.ports
                && rule.ports().overlaps(other.rule.ports())
                && !Collections.disjoint(rule.protocols(), other.rule.protocols())
                && agentsCanTie(rule.who(), other.rule.who())
                && conditions.canTie(other.conditions);
    }

    /** Whether some agent may be among both. */
    boolean agentsMeet(CompiledRule other) {
        var one = rule.who();
        var two = other.rule.who();
        return labelsMeet(one, two)
                && (one.names().isEmpty()
                        || two.names().isEmpty()
                        || one.names().stream()
                                .anyMatch(a -> two.names().stream().anyMatch(a::overlaps)));
    }

    private static boolean agentsCanTie(Selector one, Selector other) {
        if (one.labels().size() != other.labels().size()) {
            return false;
        }
        return labelsMeet(one, other) && namesCanTie(one.names(), other.names());
    }

    private static boolean labelsMeet(Selector one, Selector other) {
        for (var label : one.labels().entrySet()) {
            var values = other.labels().get(label.getKey());
            if (values != null && values.stream().noneMatch(label.getValue()::contains)) {
                return false;
            }
        }
        return true;
    }

    private static boolean namesCanTie(List<AgentPattern> one, List<AgentPattern> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return one.stream().anyMatch(a -> other.stream().anyMatch(b -> rank(a) == rank(b) && a.overlaps(b)));
    }
}
