package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.Action;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a matcher of a policy and its maximum. */
final class Compiler {
    private final Policy policy;
    private final @Nullable Policy bound;
    private final Surroundings surroundings;
    private final AddressGuard guard;
    private final Map<String, ListIndex> before;
    private final Map<String, ListIndex> lists = new HashMap<>();

    /** @param before whose indexes of long lists are taken over; null for none */
    Compiler(Policy policy, @Nullable Policy bound, Surroundings surroundings, @Nullable Matcher before) {
        this.before = before == null ? Map.of() : before.lists();
        this.policy = policy;
        this.bound = bound;
        this.surroundings = surroundings;
        this.guard = new AddressGuard(surroundings, policy.strict() || (bound != null && bound.strict()));
    }

    Matcher matcher(long revision, String hash) throws InvalidDocument {
        var maximum = bound == null ? null : maximum(bound);
        var problems = new Problems(policy.label());
        var rules = rules(policy, problems);
        var agents = Agents.compile(policy, problems);
        problems.throwIfAny();
        var say = new Decisions(policy.name(), revision);
        var enforced = rules.stream()
                .filter(rule -> rule.rule().mode() == Mode.ENFORCE)
                .toList();
        boolean reports = rules.size() > enforced.size()
                || policy.otherwise() == Mode.REPORT
                || policy.agents().stream().anyMatch(agent -> agent.mode() == Mode.REPORT);
        return new Matcher(
                policy,
                hash,
                reading(say, agents, enforced, true, maximum),
                reports ? reading(say, agents, rules, false, maximum) : null,
                rules,
                Map.copyOf(lists),
                Shadows.find(policy, rules),
                Expiries.of(Stream.of(policy, bound).filter(Objects::nonNull).toList()));
    }

    private Maximum maximum(Policy bound) throws InvalidDocument {
        var problems = new Problems(bound.label());
        var rules = rules(bound, problems);
        var agents = Agents.compile(bound, problems);
        problems.throwIfAny();
        return new Maximum(bound.name(), agents, RuleSet.of(rules), rules);
    }

    /** Those that only report are held to the same: what they would decide must not depend on chance either. */
    private List<CompiledRule> rules(Policy of, Problems problems) {
        var rules = new Resolved(of, before, lists).rules(problems);
        Conflicts.find(of, rules.stream().filter(CompiledRule::admits).toList(), problems);
        Conflicts.find(
                of,
                rules.stream()
                        .filter(rule -> rule.rule().action() == Action.ASK)
                        .toList(),
                problems);
        return rules;
    }

    private Reading reading(
            Decisions say, Agents agents, List<CompiledRule> rules, boolean lenient, @Nullable Maximum maximum) {
        var all = new ArrayList<>(rules);
        if (maximum != null) {
            all.addAll(maximum.all());
        }
        return new Reading(
                say,
                agents,
                guard,
                new BuiltIns(surroundings, guard),
                RuleSet.of(rules),
                lenient,
                policy.otherwise() == Mode.REPORT,
                maximum,
                spoken(all));
    }

    /** The protocols of tunnels; http and tls together where no rule has only one of them. */
    private static List<Set<Protocol>> spoken(List<CompiledRule> rules) {
        var protocols = rules.stream().map(rule -> rule.rule().protocols()).toList();
        var sets = new ArrayList<Set<Protocol>>();
        if (protocols.stream().allMatch(of -> of.contains(Protocol.TLS) == of.contains(Protocol.HTTP))) {
            sets.add(Protocol.WEB);
        } else {
            sets.add(EnumSet.of(Protocol.TLS));
            sets.add(EnumSet.of(Protocol.HTTP));
        }
        if (protocols.stream().anyMatch(of -> of.contains(Protocol.TCP))) {
            sets.add(EnumSet.of(Protocol.TCP));
        }
        return List.copyOf(sets);
    }
}
