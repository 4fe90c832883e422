package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.Special;
import io.tollhouse.contract.address.Special.Tier;
import io.tollhouse.contract.address.SpecialNames;
import io.tollhouse.contract.address.SpecialRanges;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Problems;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a policy may say and its author probably did not mean. */
final class Lint {
    private final Policy policy;
    private final Problems warnings;
    private final Set<Host> deniedItself = new HashSet<>();

    Lint(Policy policy, Problems warnings) {
        this.policy = policy;
        this.warnings = warnings;
    }

    void run() {
        policy.rules().forEach(this::noteNames);
        for (var rule : policy.rules()) {
            policy.forEachHost(rule, pattern -> check(rule, pattern));
            checkLabels(rule);
        }
    }

    /** Every name that a rule names itself counts: the author has thought of it. */
    private void noteNames(Rule rule) {
        policy.forEachHost(rule, pattern -> {
            if (pattern instanceof HostPattern.Exact exact) {
                deniedItself.add(exact.name());
            } else if (pattern instanceof HostPattern.Zone zone) {
                deniedItself.add(zone.zone());
            }
        });
    }

    private void check(Rule rule, HostPattern pattern) {
        boolean denies = rule.action() == Action.DENY;
        if (denies && pattern instanceof HostPattern.Below below && !deniedItself.contains(below.zone())) {
            warn(rule, pattern.text() + " does not deny " + below.zone() + " itself; ." + below.zone() + " does both");
        }
        var special = denies ? null : special(pattern);
        if (special == null) {
            return;
        }
        if (special.tier() == Tier.METADATA || special.tier() == Tier.NEVER) {
            warn(rule, pattern.text() + " is " + special.what() + ", which no rule opens");
        } else if (pattern instanceof HostPattern.Addresses
                && special.tier() == Tier.PRIVATE
                && !isOpened(rule, pattern)) {
            warn(rule, pattern.text() + " is " + special.what() + "; `allowPrivate` must open it too");
        }
    }

    private static @Nullable Special special(HostPattern pattern) {
        if (pattern instanceof HostPattern.Exact exact) {
            return SpecialNames.of(exact.name());
        }
        return pattern instanceof HostPattern.Addresses addresses
                ? SpecialRanges.of(addresses.network().network())
                : null;
    }

    private static boolean isOpened(Rule rule, HostPattern pattern) {
        return pattern instanceof HostPattern.Addresses addresses
                && rule.effects().allowPrivate().stream().anyMatch(network -> network.contains(addresses.network()));
    }

    private void checkLabels(Rule rule) {
        rule.who().labels().forEach((key, values) -> {
            for (var value : values) {
                if (policy.agents().stream()
                        .noneMatch(agent -> value.equals(agent.labels().get(key)))) {
                    warn(rule, "is for " + key + ": " + value + ", a label that no entry of `agents` gives");
                }
            }
        });
    }

    private void warn(Rule rule, String message) {
        var at = rule.at();
        warnings.add(
                new Problem(policy.label(), at.line(), at.column(), at.path(), "rule " + rule.id() + ": " + message));
    }
}
