package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.HostEntries.Shape;
import io.tollhouse.contract.policy.HostPattern;
import java.util.Arrays;
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
    private final SuffixMap<Bucket> names;
    private final SuffixMap<Bucket> oneBelow;
    private final SuffixMap<Bucket> below;
    private final Bucket anyName = new Bucket();
    private final Bucket anyPublic = new Bucket();
    private final PrefixMap<Bucket> networks;
    private final List<Listed> lists;
    private final int[] listed4;
    private final int[] listed6;
    private final boolean holding;
    private final boolean empty;

    /**
     * The rules of a long list.
     *
     * @param exact as they are about the names of the list themselves
     * @param wider as they are about its other patterns
     */
    private record Listed(ListIndex list, Bucket exact, Bucket wider) {}

    /** Buckets by pattern, while they are filled. */
    private static final class Filling {
        private final Map<String, Bucket> names = new HashMap<>();
        private final Map<String, Bucket> oneBelow = new HashMap<>();
        private final Map<String, Bucket> below = new HashMap<>();
        private final Map<Cidr, Bucket> networks = new HashMap<>();
        private final Map<ListIndex, Listed> lists = new LinkedHashMap<>();
    }

    private RuleIndex(List<CompiledRule> rules, boolean holding) {
        this.holding = holding;
        this.empty = rules.isEmpty();
        var filling = new Filling();
        for (var rule : rules) {
            rule.hosts().forEach(pattern -> add(pattern, rule, filling));
            rule.lists().forEach(list -> add(list, rule, filling));
        }
        names = new SuffixMap<>(filling.names);
        oneBelow = new SuffixMap<>(filling.oneBelow);
        below = new SuffixMap<>(filling.below);
        networks = new PrefixMap<>(filling.networks);
        lists = List.copyOf(filling.lists.values());
        listed4 = lengths(false);
        listed6 = lengths(true);
    }

    /** Lengths of networks that occur in lists, the longest first. */
    private int[] lengths(boolean v6) {
        return lists.stream()
                .flatMapToInt(listed -> Arrays.stream(listed.list.networks().lengths(v6)))
                .distinct()
                .map(length -> -length)
                .sorted()
                .map(length -> -length)
                .toArray();
    }

    /** Of rules that count only where their http conditions hold. */
    static RuleIndex ofHolding(List<CompiledRule> rules) {
        return new RuleIndex(rules, true);
    }

    /** Of rules of which the most specific decides, and narrows the others also where its http conditions do not hold. */
    static RuleIndex ofDeciding(List<CompiledRule> rules) {
        return new RuleIndex(rules, false);
    }

    private void add(HostPattern pattern, CompiledRule rule, Filling filling) {
        if (pattern instanceof HostPattern.Exact exact) {
            bucket(filling.names, exact.name().text()).add(rule, true);
        } else if (pattern instanceof HostPattern.OneBelow one) {
            bucket(filling.oneBelow, one.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Below all) {
            bucket(filling.below, all.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Zone zone) {
            bucket(filling.names, zone.zone().text()).add(rule, false);
            bucket(filling.below, zone.zone().text()).add(rule, false);
        } else if (pattern instanceof HostPattern.Addresses addresses) {
            bucket(filling.networks, addresses.network()).add(rule, false);
        } else if (pattern instanceof HostPattern.AnyName) {
            anyName.add(rule, false);
        } else if (pattern instanceof HostPattern.AnyPublicIp) {
            anyPublic.add(rule, false);
        }
    }

    private static void add(ListIndex list, CompiledRule rule, Filling filling) {
        var listed = filling.lists.computeIfAbsent(list, key -> new Listed(key, new Bucket(), new Bucket()));
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
        var best = atName(text, question);
        int dot = text.indexOf('.');
        boolean first = true;
        while (best == null && dot >= 0) {
            best = first ? oneBelow(text, dot + 1, question) : null;
            best = best == null ? below(text, dot + 1, question) : best;
            first = false;
            dot = text.indexOf('.', dot + 1);
        }
        return best == null ? strongest(anyName, question) : best;
    }

    /** Of the patterns that rank as the name itself. */
    private @Nullable Match atName(String text, Question question) {
        var best = strongest(names.get(text, 0), question);
        for (int i = 0; i < lists.size(); i++) {
            var listed = lists.get(i);
            if (listed.list.has(Shape.EXACT, text, 0)) {
                best = Match.stronger(best, strongest(listed.exact, question));
            }
            if (listed.list.has(Shape.ZONE, text, 0)) {
                best = Match.stronger(best, strongest(listed.wider, question));
            }
        }
        return best;
    }

    private @Nullable Match oneBelow(String text, int from, Question question) {
        var best = strongest(oneBelow.get(text, from), question);
        for (int i = 0; i < lists.size(); i++) {
            var listed = lists.get(i);
            if (listed.list.has(Shape.ONE_BELOW, text, from)) {
                best = Match.stronger(best, strongest(listed.wider, question));
            }
        }
        return best;
    }

    private @Nullable Match below(String text, int from, Question question) {
        var best = strongest(below.get(text, from), question);
        for (int i = 0; i < lists.size(); i++) {
            var listed = lists.get(i);
            if (listed.list.hasBelow(text, from)) {
                best = Match.stronger(best, strongest(listed.wider, question));
            }
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
        var listed = address.isV6() ? listed6 : listed4;
        int own = 0;
        for (int of = 0; of < listed.length; of++) {
            while (own < networks.lengths(address) && networks.length(address, own) > listed[of]) {
                var match = strongest(networks.of(address, own++), question);
                if (match != null) {
                    return match;
                }
            }
            boolean same = own < networks.lengths(address) && networks.length(address, own) == listed[of];
            var match = same ? strongest(networks.of(address, own++), question) : null;
            match = Match.stronger(match, ofLists(address, listed[of], question));
            if (match != null) {
                return match;
            }
        }
        return ofNetworks(address, own, question, isPublic);
    }

    /** Of the networks of lists that have this length. */
    private @Nullable Match ofLists(IpAddress address, int length, Question question) {
        Match best = null;
        for (int i = 0; i < lists.size(); i++) {
            var listed = lists.get(i);
            if (listed.list.networks().has(address, length)) {
                best = Match.stronger(best, strongest(listed.wider, question));
            }
        }
        return best;
    }

    private @Nullable Match ofNetworks(IpAddress address, int from, Question question, boolean isPublic) {
        for (int i = from; i < networks.lengths(address); i++) {
            var match = strongest(networks.of(address, i), question);
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
        show(names.get(text, 0), question, consumer);
        for (var listed : lists) {
            show(listed.list.has(Shape.EXACT, text, 0) ? listed.exact : null, question, consumer);
            show(listed.list.has(Shape.ZONE, text, 0) ? listed.wider : null, question, consumer);
        }
        boolean first = true;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            show(first ? oneBelow.get(text, dot + 1) : null, question, consumer);
            show(below.get(text, dot + 1), question, consumer);
            for (var listed : lists) {
                boolean reaches = listed.list.hasBelow(text, dot + 1)
                        || (first && listed.list.has(Shape.ONE_BELOW, text, dot + 1));
                show(reaches ? listed.wider : null, question, consumer);
            }
            first = false;
        }
        show(anyName, question, consumer);
    }

    /** As {@link #forEachOfName}, about an address. */
    void forEachOfAddress(IpAddress address, Question question, boolean isPublic, Consumer<CompiledRule> consumer) {
        for (int i = 0; i < networks.lengths(address); i++) {
            show(networks.of(address, i), question, consumer);
        }
        for (var listed : lists) {
            show(listed.list.networks().has(address) ? listed.wider : null, question, consumer);
        }
        show(isPublic ? anyPublic : null, question, consumer);
    }

    private static void show(@Nullable Bucket bucket, Question question, Consumer<CompiledRule> consumer) {
        if (bucket != null) {
            bucket.forEach(question, consumer);
        }
    }
}
