package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way to read a policy, ready to be looked up: as it is enforced, or as if everything were enforced that only reports.
 *
 * @param lenient whether agents and a default in report mode have their way
 * @param defaultReports whether what no rule allows is let through, where that is so
 * @param maximum what the policy may not exceed; null for nothing
 * @param spoken the protocols of a tunnel that has yet to show its own, in sets that no rule tells apart
 */
record Reading(
        Decisions say,
        Agents agents,
        AddressGuard guard,
        BuiltIns builtIns,
        RuleSet rules,
        boolean lenient,
        boolean defaultReports,
        @Nullable Maximum maximum,
        List<Set<Protocol>> spoken) {

    Question question(Facts facts, Protocol protocol) {
        return new Question(
                facts, protocol, agents.who(facts.agent()), facts.destination().port());
    }

    /** The protocols that are still open, in sets that no rule tells apart. */
    List<Set<Protocol>> spoken(Set<Protocol> open) {
        if (open.size() == 1) {
            return List.of(open);
        }
        var sets = new ArrayList<Set<Protocol>>();
        for (var together : spoken) {
            var left = EnumSet.copyOf(together);
            left.retainAll(open);
            if (!left.isEmpty()) {
                sets.add(left);
            }
        }
        return sets;
    }

    /** Whether what the policy refuses is let through, for this agent. */
    boolean reportsAgent(Who who) {
        return lenient && who.reported();
    }

    /** Whether what no rule allows is let through, for this agent. */
    boolean reportsDefault(Who who) {
        return lenient && (defaultReports || who.reported());
    }

    boolean isPublic(IpAddress address) {
        return guard.refused(address, List.of()) == null;
    }

    /** The strongest rule of an index about a host that is asked for. */
    @Nullable
    Match ofHost(RuleIndex index, Host host, Question question) {
        var address = host.address();
        if (address == null || index.isEmpty()) {
            return address == null ? index.ofName(host, question) : null;
        }
        return index.ofAddress(address.unmapped(), question, isPublic(address));
    }

    @Nullable
    Match deny(RuleIndex denies, Host host, Question question) {
        var address = host.address();
        return address == null ? denies.ofName(host, question) : denyOfAddress(denies, address, question);
    }

    /** A deny holds for every form of an address, and for the address as it is written. */
    @Nullable
    Match denyOfAddress(RuleIndex denies, IpAddress address, Question question) {
        if (denies.isEmpty()) {
            return null;
        }
        boolean isPublic = isPublic(address);
        var match = denies.ofAddress(address, question, isPublic);
        if (guard.hasOneForm(address)) {
            return match;
        }
        for (var form : guard.forms(address)) {
            match = match == null ? denies.ofAddress(form, question, isPublic) : match;
        }
        return match;
    }

    /** What the policy opens, and the rule of the maximum does not; null for nothing. */
    @Nullable
    Decision opensTooMuch(Rule bound, List<IpAddress> addresses) {
        for (var address : addresses) {
            if (guard.refused(address, bound.effects().allowPrivate()) != null) {
                return say.exceeds(bound, address.text() + " is private, and not opened by it: ");
            }
        }
        return null;
    }

    /** Shows every rule of an index about a host, in every form of an address. */
    void forEach(RuleIndex index, Host host, Question question, Consumer<CompiledRule> consumer) {
        var address = host.address();
        if (index.isEmpty()) {
            return;
        }
        if (address == null) {
            index.forEachOfName(host, question, consumer);
        } else {
            forEachOfAddress(index, address, question, consumer);
        }
    }

    void forEachOfAddress(RuleIndex index, IpAddress address, Question question, Consumer<CompiledRule> consumer) {
        boolean isPublic = isPublic(address);
        index.forEachOfAddress(address, question, isPublic, consumer);
        guard.forms(address).forEach(form -> index.forEachOfAddress(form, question, isPublic, consumer));
    }
}
