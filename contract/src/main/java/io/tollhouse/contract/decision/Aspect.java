package io.tollhouse.contract.decision;

import io.tollhouse.contract.decision.Exceeds.Part;
import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Ports;
import io.tollhouse.contract.policy.Protocol;
import java.util.Set;

/** In what a part of a policy's rule can lie within a rule of the maximum that is about its host. */
enum Aspect {
    AGENT("for", "is", "are", "for other agents") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            return agents.areAll(bound.rule().who(), part.agent());
        }
    },
    PROTOCOL("protocol", "is", "are", "for other protocols") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            return bound.rule().protocols().contains(part.protocol());
        }
    },
    PORTS("ports", "is", "are", "for other ports") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            var range = part.range();
            if (part.protocol() == Protocol.DNS) {
                return true;
            }
            if (range.from() == Ports.SMTP && range.to() == Ports.SMTP) {
                return bound.hasPort(Ports.SMTP);
            }
            return bound.rule().ports().ranges().stream()
                    .anyMatch(of -> of.from() <= range.from() && of.to() >= range.to());
        }
    },
    TYPES("types", "is", "are", "for other types of questions") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            return part.protocol() != Protocol.DNS || types(bound).containsAll(types(part.rule()));
        }
    },
    HTTP("http", "has", "have", "conditions that it lacks") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            return PatternSets.covers(bound.rule().http(), part.rule().rule().http());
        }
    },
    PRIVATE("allowPrivate", "opens", "open", "less") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            return part.rule().rule().effects().allowPrivate().stream()
                    .allMatch(network ->
                            bound.rule().effects().allowPrivate().stream().anyMatch(of -> of.contains(network)));
        }
    },
    EXPIRES("expires", "ends", "end", "before it") {
        @Override
        boolean holds(Agents agents, CompiledRule bound, Part part) {
            var end = bound.rule().expires();
            var own = part.rule().rule().expires();
            return end == null || (own != null && !own.isAfter(end));
        }
    };

    private final String key;
    private final String one;
    private final String several;
    private final String rest;

    Aspect(String key, String one, String several, String rest) {
        this.key = key;
        this.one = one;
        this.several = several;
        this.rest = rest;
    }

    /** The key of a rule that says it. */
    String key() {
        return key;
    }

    /** How so many rules of the maximum are not as the part. */
    String of(int rules) {
        return (rules == 1 ? one : several) + " " + rest;
    }

    /** Whether the whole part is so. */
    abstract boolean holds(Agents agents, CompiledRule bound, Part part);

    private static Set<DnsType> types(CompiledRule rule) {
        var types = rule.rule().effects().types();
        return types.isEmpty() && !rule.isDeny() ? DnsType.TO_CONNECT : types;
    }
}
