package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.HostPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules by host pattern. A look-up walks the labels of a name, or the lengths of networks, from the most specific pattern
 * to the least, and takes the first that has a rule for agent and port.
 */
final class RuleIndex {
    private final Map<String, Bucket> names = new HashMap<>();
    private final Map<String, Bucket> oneBelow = new HashMap<>();
    private final Map<String, Bucket> below = new HashMap<>();
    private final Bucket anyName = new Bucket();
    private final Bucket anyPublic = new Bucket();
    private final PrefixMap<Bucket> networks;

    RuleIndex(List<CompiledRule> rules) {
        var byNetwork = new HashMap<Cidr, Bucket>();
        for (var rule : rules) {
            rule.hosts().forEach(pattern -> add(pattern, rule, byNetwork));
        }
        networks = new PrefixMap<>(byNetwork);
    }

    private void add(HostPattern pattern, CompiledRule rule, Map<Cidr, Bucket> byNetwork) {
        if (pattern instanceof HostPattern.Exact exact) {
            bucket(names, exact.name().text()).add(rule, true);
        } else if (pattern instanceof HostPattern.OneBelow one) {
            bucket(oneBelow, one.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Below all) {
            bucket(below, all.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Zone zone) {
            bucket(names, zone.zone().text()).add(rule, false);
            bucket(below, zone.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Addresses addresses) {
            bucket(byNetwork, addresses.network()).add(rule, false);
        } else if (pattern instanceof HostPattern.AnyName) {
            anyName.add(rule, false);
        } else if (pattern instanceof HostPattern.AnyPublicIp) {
            anyPublic.add(rule, false);
        }
    }

    private static <K> Bucket bucket(Map<K, Bucket> buckets, K key) {
        return buckets.computeIfAbsent(key, k -> new Bucket());
    }

    /** The deciding rule for a name; null when none matches. */
    @Nullable
    Match ofName(Host name, Who who, int port) {
        var text = name.text();
        var best = strongest(names.get(text), who, port);
        int dot = text.indexOf('.');
        boolean first = true;
        while (best == null && dot >= 0) {
            var zone = text.substring(dot + 1);
            best = first ? strongest(oneBelow.get(zone), who, port) : null;
            best = best == null ? strongest(below.get(zone), who, port) : best;
            first = false;
            dot = text.indexOf('.', dot + 1);
        }
        return best == null ? anyName.strongest(who, port) : best;
    }

    /**
     * The deciding rule for an address; null when none matches.
     *
     * @param isPublic whether {@code any-public-ip} is about it
     */
    @Nullable
    Match ofAddress(IpAddress address, Who who, int port, boolean isPublic) {
        for (var bucket : networks.of(address)) {
            var match = bucket.strongest(who, port);
            if (match != null) {
                return match;
            }
        }
        return isPublic ? anyPublic.strongest(who, port) : null;
    }

    private static @Nullable Match strongest(@Nullable Bucket bucket, Who who, int port) {
        return bucket == null ? null : bucket.strongest(who, port);
    }
}
