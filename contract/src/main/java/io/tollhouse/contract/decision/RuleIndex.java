package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.HostEntries.Shape;
import io.tollhouse.contract.policy.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final Map<ListIndex, Listed> lists = new LinkedHashMap<>();
    private final boolean holding;
    private final boolean empty;

    /**
     * The rules of a long list.
     *
     * @param exact as they are about the names of the list themselves
     * @param wider as they are about its other patterns
     */
    private record Listed(Bucket exact, Bucket wider) {}

    private RuleIndex(List<CompiledRule> rules, boolean holding) {
        this.holding = holding;
        this.empty = rules.isEmpty();
        var byNetwork = new HashMap<Cidr, Bucket>();
        for (var rule : rules) {
            rule.hosts().forEach(pattern -> add(pattern, rule, byNetwork));
            rule.lists().forEach(list -> add(list, rule));
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

    private void add(ListIndex list, CompiledRule rule) {
        var listed = lists.computeIfAbsent(list, key -> new Listed(new Bucket(), new Bucket()));
        listed.exact.add(rule, true);
        listed.wider.add(rule, false);
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
        var best = strongest(atName(text), question);
        int dot = text.indexOf('.');
        boolean first = true;
        while (best == null && dot >= 0) {
            best = first ? strongest(oneBelow(text, dot + 1), question) : null;
            best = best == null ? strongest(below(text, dot + 1), question) : best;
            first = false;
            dot = text.indexOf('.', dot + 1);
        }
        return best == null ? strongest(anyName, question) : best;
    }

    /** Of the patterns that rank as the name itself. */
    private List<Bucket> atName(String text) {
        var own = names.get(text);
        if (lists.isEmpty()) {
            return own == null ? List.of() : List.of(own);
        }
        var found = found(own);
        lists.forEach((list, listed) -> {
            addIf(list.has(Shape.EXACT, text, 0), listed.exact, found);
            addIf(list.has(Shape.ZONE, text, 0), listed.wider, found);
        });
        return found;
    }

    private List<Bucket> oneBelow(String text, int from) {
        var own = oneBelow.get(text.substring(from));
        if (lists.isEmpty()) {
            return own == null ? List.of() : List.of(own);
        }
        var found = found(own);
        lists.forEach((list, listed) -> addIf(list.has(Shape.ONE_BELOW, text, from), listed.wider, found));
        return found;
    }

    private List<Bucket> below(String text, int from) {
        var own = below.get(text.substring(from));
        if (lists.isEmpty()) {
            return own == null ? List.of() : List.of(own);
        }
        var found = found(own);
        lists.forEach((list, listed) -> addIf(list.hasBelow(text, from), listed.wider, found));
        return found;
    }

    private static List<Bucket> found(@Nullable Bucket own) {
        var found = new ArrayList<Bucket>(2);
        addIf(own != null, own, found);
        return found;
    }

    private static void addIf(boolean is, @Nullable Bucket bucket, List<Bucket> found) {
        if (is && bucket != null) {
            found.add(bucket);
        }
    }

    private @Nullable Match strongest(List<Bucket> buckets, Question question) {
        Match best = null;
        for (var bucket : buckets) {
            best = Match.stronger(best, bucket.strongest(question, holding));
        }
        return best;
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
        atName(text).forEach(bucket -> show(bucket, question, consumer));
        boolean first = true;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            if (first) {
                oneBelow(text, dot + 1).forEach(bucket -> show(bucket, question, consumer));
            }
            below(text, dot + 1).forEach(bucket -> show(bucket, question, consumer));
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
