package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.decision.Trace.Candidate;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of each rule why it did not decide. Rule by rule, so for people and not for the hot path. */
final class Explainer {
    private static final Set<Protocol> OF_TUNNELS = Set.of(Protocol.HTTP, Protocol.TLS, Protocol.TCP);

    private final AddressGuard guard;
    private final Facts facts;
    private final List<IpAddress> answers;
    private final List<Host> aliases;
    private final Decision decision;

    Explainer(AddressGuard guard, Facts facts, List<IpAddress> answers, List<Host> aliases, Decision decision) {
        this.guard = guard;
        this.facts = facts;
        this.answers = answers;
        this.aliases = aliases;
        this.decision = decision;
    }

    /** @param prefix of the rules' ids; empty for the policy's own */
    List<Candidate> explain(List<CompiledRule> rules, Agents agents, String prefix) {
        var who = agents.who(facts.agent());
        var candidates = new ArrayList<Candidate>();
        for (var rule : rules) {
            var id = prefix + rule.rule().id();
            var other = otherwise(rule, who);
            candidates.add(new Candidate(id, other == null, other == null ? matching(rule, who, id) : other));
        }
        return candidates;
    }

    /** Why the rule is not about the request; null where it is. */
    private @Nullable String otherwise(CompiledRule rule, Who who) {
        var spoken = facts.protocol() == null ? OF_TUNNELS : Set.of(facts.protocol());
        if (rule.hasExpired(facts.at())) {
            return "expired at " + rule.rule().expires();
        }
        if (rule.agentRank(who) == CompiledRule.NO_MATCH) {
            return "is for other agents";
        }
        if (!isAboutHost(rule)) {
            return "is for other hosts";
        }
        if (rule.rule().protocols().stream().noneMatch(spoken::contains)) {
            return "is for "
                    + rule.rule().protocols().stream().map(Protocol::label).collect(Collectors.joining(" and "));
        }
        var question = question(rule, who);
        if (!rule.isAbout(question)) {
            return question.protocol() == Protocol.DNS ? "is for other types of questions" : "is for other ports";
        }
        return null;
    }

    /** Under a protocol that is the rule's own. */
    private Question question(CompiledRule rule, Who who) {
        var known = facts.protocol();
        var protocol = known != null
                ? known
                : rule.rule().protocols().stream()
                        .filter(OF_TUNNELS::contains)
                        .findFirst()
                        .orElseThrow();
        return new Question(facts, protocol, who, facts.destination().port());
    }

    private boolean isAboutHost(CompiledRule rule) {
        var asked = facts.destination().host();
        return rule.lists().stream()
                        .anyMatch(list -> isAbout(list, asked)
                                || (rule.isDeny()
                                        && (aliases.stream().anyMatch(list::matches)
                                                || answers.stream().anyMatch(answer -> isAbout(list, answer)))))
                || rule.hosts().stream()
                        .anyMatch(pattern -> isAbout(pattern, asked)
                                || (rule.isDeny()
                                        && (aliases.stream().anyMatch(alias -> isAbout(pattern, alias))
                                                || answers.stream().anyMatch(answer -> isAbout(pattern, answer)))));
    }

    private boolean isAbout(ListIndex list, Host host) {
        var address = host.address();
        return address == null ? list.matches(host) : isAbout(list, address);
    }

    private boolean isAbout(ListIndex list, IpAddress address) {
        var networks = list.networks();
        return networks.has(address) || guard.forms(address).stream().anyMatch(networks::has);
    }

    private boolean isAbout(HostPattern pattern, Host host) {
        var address = host.address();
        return address == null ? pattern.matchesName(host) : isAbout(pattern, address);
    }

    private boolean isAbout(HostPattern pattern, IpAddress address) {
        if (pattern instanceof HostPattern.Addresses addresses) {
            return addresses.network().contains(address)
                    || guard.forms(address).stream().anyMatch(addresses.network()::contains);
        }
        return pattern instanceof HostPattern.AnyPublicIp && guard.refused(address, List.of()) == null;
    }

    /** Of a rule that is about the request. */
    private String matching(CompiledRule rule, Who who, String id) {
        if (id.equals(decision.rule()) || id.equals(decision.asks())) {
            return "decides";
        }
        var question = question(rule, who);
        var truth = rule.conditions().hold(question);
        if (truth == Truth.NO) {
            return question.ambiguous() == null
                    ? "has conditions that do not hold"
                    : "looks at a path that " + question.ambiguous();
        }
        if (rule.rule().mode() == Mode.REPORT) {
            return "matches, and only reports";
        }
        if (truth == Truth.NOT_YET) {
            return "has conditions on what is not known yet";
        }
        return "matches, and " + decision.rule()
                + (rule.admits() && decision.letsThrough() ? " is more specific" : " stands above it");
    }
}
