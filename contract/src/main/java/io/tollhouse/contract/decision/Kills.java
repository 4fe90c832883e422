package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The kills of an overlay that concern one node, found by agent or by rule where they name one. */
final class Kills {
    private final Map<String, List<Kill>> byAgent = new HashMap<>();
    private final Map<String, List<Kill>> byRule = new HashMap<>();
    private final List<Kill> others = new ArrayList<>();
    private final AddressGuard guard;

    /**
     * What is known of a request apart from its hosts.
     *
     * @param rule that would let it through; null for none
     */
    private record Asked(String agent, @Nullable String rule, Instant at) {}

    Kills(Overlay overlay, String node, AddressGuard guard) {
        this.guard = guard;
        overlay.kills().stream()
                .filter(kill -> kill.target().node() == null
                        || node.equals(kill.target().node()))
                .forEach(this::add);
    }

    private void add(Kill kill) {
        var agent = kill.target().agent();
        var rule = kill.target().rule();
        if (agent != null && agent.isExact()) {
            byAgent.computeIfAbsent(agent.text(), key -> new ArrayList<>()).add(kill);
        } else if (rule != null) {
            byRule.computeIfAbsent(rule, key -> new ArrayList<>()).add(kill);
        } else {
            others.add(kill);
        }
    }

    /**
     * What stops a request whatever the addresses are; null for nothing.
     *
     * @param rule that would let it through; null for none
     */
    @Nullable
    Kill ofRequest(Facts facts, @Nullable Rule rule) {
        var asked = new Asked(facts.agent(), rule == null ? null : rule.id(), facts.at());
        var kill = ofHost(asked, facts.destination().host());
        var route = rule == null ? null : rule.effects().upstream();
        return kill == null && route != null ? ofHost(asked, route.host()) : kill;
    }

    /**
     * What stops a request because of where it would be dialled, or of an alias on the way there; null for nothing.
     *
     * @param rule that would let it through
     */
    @Nullable
    Kill ofAnswer(Facts facts, String rule, List<IpAddress> answers, List<Host> aliases) {
        var asked = new Asked(facts.agent(), rule, facts.at());
        Kill kill = null;
        for (var alias : aliases) {
            kill = kill == null ? ofHost(asked, alias) : kill;
        }
        for (var answer : answers) {
            kill = kill == null ? ofAddress(asked, answer) : kill;
        }
        return kill;
    }

    private @Nullable Kill ofHost(Asked asked, Host host) {
        var address = host.address();
        return address == null
                ? find(asked, destination -> destination == null || destination.matchesName(host))
                : ofAddress(asked, address);
    }

    /** An address counts in every form it has. */
    private @Nullable Kill ofAddress(Asked asked, IpAddress address) {
        return find(asked, destination -> destination == null || matches(destination, address));
    }

    private boolean matches(HostPattern destination, IpAddress address) {
        if (destination instanceof HostPattern.Addresses addresses) {
            var network = addresses.network();
            return network.contains(address) || guard.forms(address).stream().anyMatch(network::contains);
        }
        return destination instanceof HostPattern.AnyPublicIp && guard.refused(address, List.of()) == null;
    }

    private @Nullable Kill find(Asked asked, Predicate<@Nullable HostPattern> destination) {
        var found = first(byAgent.get(asked.agent), asked, destination);
        found = found == null && asked.rule != null ? first(byRule.get(asked.rule), asked, destination) : found;
        return found == null ? first(others, asked, destination) : found;
    }

    private static @Nullable Kill first(
            @Nullable List<Kill> kills, Asked asked, Predicate<@Nullable HostPattern> destination) {
        if (kills != null) {
            for (var kill : kills) {
                if (concerns(kill, asked) && destination.test(kill.target().destination())) {
                    return kill;
                }
            }
        }
        return null;
    }

    private static boolean concerns(Kill kill, Asked asked) {
        var agent = kill.target().agent();
        var rule = kill.target().rule();
        return kill.holdsAt(asked.at)
                && (agent == null || agent.matches(asked.agent))
                && (rule == null || rule.equals(asked.rule));
    }
}
