package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.Special;
import io.tollhouse.contract.address.Special.Tier;
import io.tollhouse.contract.address.SpecialNames;
import io.tollhouse.contract.address.SpecialRanges;
import io.tollhouse.contract.yaml.Problems;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds what a policy may say and its author probably did not mean. */
final class Lint {

    /** Longer ones come from a feed, and nobody mends their entries one by one. */
    private static final int LONGEST_LIST = 1_000;

    /** In the lists of all rules together; what comes after gets no warnings. */
    private static final int MOST_ENTRIES = 100_000;

    private final Policy policy;
    private final Problems warnings;
    private final Set<Host> named = new HashSet<>();
    private int entriesLeft;

    Lint(Policy policy, Problems warnings) {
        this.policy = policy;
        this.warnings = warnings;
    }

    void run() {
        entriesLeft = MOST_ENTRIES;
        policy.rules().forEach(rule -> forEachHost(rule, this::noteName));
        entriesLeft = MOST_ENTRIES;
        for (var rule : policy.rules()) {
            forEachHost(rule, pattern -> check(rule, pattern));
            checkLabels(rule);
        }
    }

    private void forEachHost(Rule rule, Consumer<HostPattern> consumer) {
        rule.to().hosts().forEach(consumer);
        for (var name : rule.to().lists()) {
            var entries = policy.list(name).entries();
            if (entries.size() <= Math.min(LONGEST_LIST, entriesLeft)) {
                entriesLeft -= entries.size();
                entries.forEach(consumer);
            }
        }
    }

    /** Every name that a rule names itself counts: the author has thought of it. */
    private void noteName(HostPattern pattern) {
        if (pattern instanceof HostPattern.Exact exact) {
            named.add(exact.name());
        } else if (pattern instanceof HostPattern.Zone zone) {
            named.add(zone.zone());
        }
    }

    private void check(Rule rule, HostPattern pattern) {
        if (rule.letsThrough()) {
            checkSpecial(rule, pattern);
            checkBreadth(rule, pattern);
        } else if (pattern instanceof HostPattern.Below below && !named.contains(below.zone())) {
            warn(rule, pattern.text() + " does not deny " + below.zone() + " itself; ." + below.zone() + " does both");
        }
    }

    private void checkSpecial(Rule rule, HostPattern pattern) {
        var special = special(pattern);
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

    private void checkBreadth(Rule rule, HostPattern pattern) {
        var zone = zone(pattern);
        if (zone != null && PublicSuffixes.contains(zone)) {
            warn(
                    rule,
                    pattern.text() + " lets through whoever takes a name below " + zone
                            + ", where anybody can; name the hosts, or zones below it");
        }
        boolean one = pattern instanceof HostPattern.Exact
                || (pattern instanceof HostPattern.Addresses addresses
                        && addresses.network().isSingle());
        var credential = rule.effects().credential();
        if (credential != null && !one) {
            warn(
                    rule,
                    "hands the credential " + credential + " to every host of " + pattern.text()
                            + "; name those that it is for");
        }
    }

    /** What a pattern with many names is below; null for another one. */
    private static @Nullable Host zone(HostPattern pattern) {
        if (pattern instanceof HostPattern.OneBelow one) {
            return one.zone();
        }
        if (pattern instanceof HostPattern.Below below) {
            return below.zone();
        }
        return pattern instanceof HostPattern.Zone zone ? zone.zone() : null;
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
        warnings.add(rule.at().problem(policy.label(), "rule " + rule.id() + ": " + message));
    }
}
