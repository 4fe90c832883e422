package io.tollhouse.contract.decision;

import io.tollhouse.contract.policy.AgentPattern;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Ports;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds what a policy would let through and its maximum does not, before any request asks. Each host, agent, protocol and range of
 * ports of a rule must lie in one rule of the maximum: what lies in several together only is held to exceed it, and can be written as
 * several rules. What the maximum denies of a broader allow is no excess, as in a policy: the deny stands above it.
 */
final class Exceeds {
    /** So many pairs are compared; a policy that needs more is taken to exceed. */
    private static final int MAX_STEPS = 20_000_000;

    private static final int SHOWN = 3;

    private final Policy policy;
    private final Bound bound;
    private final Problems problems;
    private int steps;

    private Exceeds(Policy policy, Bound bound) {
        this.policy = policy;
        this.bound = bound;
        this.problems = new Problems(policy.label());
    }

    /** What of a policy exceeds a maximum: a problem for each rule and each key of it. */
    static List<Problem> find(Policy policy, List<CompiledRule> rules, Maximum maximum) {
        var exceeds = new Exceeds(policy, new Bound(maximum));
        rules.stream()
                .filter(rule -> !rule.isDeny() && rule.rule().mode() == Mode.ENFORCE)
                .forEach(exceeds::check);
        return exceeds.problems.list();
    }

    private void check(CompiledRule rule) {
        var found = new LinkedHashMap<Excess, Set<String>>();
        int before = steps;
        rule.hosts().forEach(host -> check(rule, host, found));
        for (var list : rule.lists()) {
            if (!bound.hasList(list)) {
                list.entries().forEach(host -> check(rule, host, found));
            }
        }
        if (steps > MAX_STEPS && before <= MAX_STEPS) {
            var message = "rule " + rule.rule().id()
                    + ": there is too much to compare with the maximum; name in both the same list, or broader hosts";
            problems.add(rule.rule().at().below("to").problem(policy.label(), message));
        }
        found.forEach((excess, what) -> problems.add(rule.rule()
                .at()
                .below(excess.key())
                .problem(policy.label(), sentence(rule, excess, List.copyOf(what)))));
    }

    private String sentence(CompiledRule rule, Excess excess, List<String> what) {
        var shown = what.stream().limit(SHOWN).collect(Collectors.joining(", "));
        var more = what.size() > SHOWN ? " and " + (what.size() - SHOWN) + " more" : "";
        return "rule %s exceeds maximum %s by %s%s: %s; narrow the rule, or have the maximum raised"
                .formatted(rule.rule().id(), bound.name(), shown, more, excess.why());
    }

    private void check(CompiledRule rule, HostPattern host, Map<Excess, Set<String>> found) {
        steps += bound.size();
        if (steps > MAX_STEPS) {
            return;
        }
        var ofHost = bound.ofHost(host);
        for (var agent : Bound.agents(policy, rule.rule().who())) {
            for (var protocol : rule.rule().protocols()) {
                for (var range : ranges(rule, protocol)) {
                    var part = new Part(rule, host, agent, protocol, range);
                    steps += ofHost.size();
                    ofHost.exceeded(part)
                            .ifPresent(excess -> found.computeIfAbsent(excess, first -> new LinkedHashSet<>())
                                    .add(excess.of(part)));
                }
            }
        }
    }

    /** A question of DNS has no port. */
    private static List<Ports.Range> ranges(CompiledRule rule, Protocol protocol) {
        return protocol == Protocol.DNS
                ? Ports.WEB.ranges().subList(0, 1)
                : rule.rule().ports().ranges();
    }

    /** A part of what a rule lets through. */
    record Part(CompiledRule rule, HostPattern host, AgentPattern agent, Protocol protocol, Ports.Range range) {}

    /**
     * In what a part exceeds.
     *
     * @param key of the rule
     * @param why in words
     */
    record Excess(String key, String why) {
        String of(Part part) {
            return switch (key) {
                case "to" -> part.host().text();
                case "for" -> "agent " + part.agent().text();
                case "protocol" -> "protocol " + part.protocol().label();
                case "ports" ->
                    part.range().from() == part.range().to()
                            ? "port " + part.range().from()
                            : "ports " + part.range().from() + "-"
                                    + part.range().to();
                default -> key + " for " + part.host().text();
            };
        }
    }
}
