package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.HostPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules by host pattern. A look-up walks the labels of a name, or the lengths of networks, from the most specific pattern
 * to the least, and takes the first that has a rule for the question.
 */
final class RuleIndex {
    private final Map<String, Bucket> names = new HashMap<>();
    private final Map<String, Bucket> oneBelow = new HashMap<>();
    private final Map<String, Bucket> below = new HashMap<>();
    private final Bucket anyName = new Bucket();
    private final Bucket anyPublic = new Bucket();
    private final PrefixMap<Bucket> networks;

    private final boolean holding;
    private final boolean empty;

    private RuleIndex(List<CompiledRule> rules, boolean holding) {
        this.holding = holding;
        this.empty = rules.isEmpty();
        var byNetwork = new HashMap<Cidr, Bucket>();
        for (var rule : rules) {
            rule.hosts().forEach(pattern -> add(pattern, rule, byNetwork));
        }
        networks = new PrefixMap<>(byNetwork);
    }

    /** Of rules that count only where their http conditions hold. */
    static RuleIndex ofHolding(List<CompiledRule> rules) {
        return new RuleIndex(rules, true);
    }

    /** Of rules of which the most specific decides, and narrows the others also where its http conditions do not hold. */
    static RuleIndex ofDeciding(List<CompiledRule> rules) {
        return new RuleIndex(rules, false);
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

    /** Whether it has no rule at all. */
    boolean isEmpty() {
        return empty;
    }

    /** The strongest rule for a name; null when none matches. */
    @Nullable
    Match ofName(Host name, Question question) {
        if (empty) {
            return null;
        }
        var text = name.text();
        var best = strongest(names.get(text), question);
        int dot = text.indexOf('.');
        boolean first = true;
        while (best == null && dot >= 0) {
            var zone = text.substring(dot + 1);
            best = first ? strongest(oneBelow.get(zone), question) : null;
            best = best == null ? strongest(below.get(zone), question) : best;
            first = false;
            dot = text.indexOf('.', dot + 1);
        }
        return best == null ? strongest(anyName, question) : best;
    }

    /**
     * The strongest rule for an address; null when none matches.
     *
     * @param isPublic whether {@code any-public-ip} is about it
     */
    @Nullable
    Match ofAddress(IpAddress address, Question question, boolean isPublic) {
        if (empty) {
            return null;
        }
        for (var bucket : networks.of(address)) {
            var match = strongest(bucket, question);
            if (match != null) {
                return match;
            }
        }
        return isPublic ? strongest(anyPublic, question) : null;
    }

    private @Nullable Match strongest(@Nullable Bucket bucket, Question question) {
        return bucket == null ? null : bucket.strongest(question, holding);
    }

    /** Shows every rule about a name, some perhaps twice, whether its http conditions hold or not. */
    void forEachOfName(Host name, Question question, Consumer<CompiledRule> consumer) {
        var text = name.text();
        show(names.get(text), question, consumer);
        boolean first = true;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            var zone = text.substring(dot + 1);
            show(first ? oneBelow.get(zone) : null, question, consumer);
            show(below.get(zone), question, consumer);
            first = false;
        }
        show(anyName, question, consumer);
    }

    /** As {@link #forEachOfName}, about an address. */
    void forEachOfAddress(IpAddress address, Question question, boolean isPublic, Consumer<CompiledRule> consumer) {
        networks.of(address).forEach(bucket -> show(bucket, question, consumer));
        show(isPublic ? anyPublic : null, question, consumer);
    }

    private static void show(@Nullable Bucket bucket, Question question, Consumer<CompiledRule> consumer) {
        if (bucket != null) {
            bucket.forEach(question, consumer);
        }
    }
}
