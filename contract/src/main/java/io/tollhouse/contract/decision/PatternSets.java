package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.HttpConditions;
import io.tollhouse.contract.policy.Ports;
import io.tollhouse.contract.policy.Selector;
import org.jspecify.annotations.Nullable;

/** Hosts, agents and ports as sets: whether one holds all of another, or some. */
final class PatternSets {
    private PatternSets() {}

    /** Whether some host is among both. */
    static boolean meet(HostPattern one, HostPattern other) {
        if (one instanceof HostPattern.Exact exact) {
            return other.matchesName(exact.name());
        }
        if (other instanceof HostPattern.Exact exact) {
            return one.matchesName(exact.name());
        }
        if (one instanceof HostPattern.Addresses a && other instanceof HostPattern.Addresses b) {
            return a.network().contains(b.network()) || b.network().contains(a.network());
        }
        if (isName(one) != isName(other)) {
            return false;
        }
        var a = zone(one);
        var b = zone(other);
        return a == null || b == null || a.equals(b) || reaches(one, a, other, b) || reaches(other, b, one, a);
    }

    /** Whether the patterns of the lower zone reach into those of the higher. */
    private static boolean reaches(HostPattern low, Host lower, HostPattern high, Host higher) {
        boolean deep = high instanceof HostPattern.Below || high instanceof HostPattern.Zone;
        return lower.isBelow(higher) && (deep || (low instanceof HostPattern.Zone && high.matchesName(lower)));
    }

    /** Whether every host of the narrow one is among the broad one's. */
    static boolean covers(HostPattern broad, HostPattern narrow) {
        if (broad.equals(narrow)) {
            return true;
        }
        if (narrow instanceof HostPattern.Exact exact) {
            return broad.matchesName(exact.name());
        }
        if (broad instanceof HostPattern.Addresses a && narrow instanceof HostPattern.Addresses b) {
            return a.network().contains(b.network());
        }
        var inner = zone(narrow);
        if (!isName(broad) || inner == null) {
            return false;
        }
        var outer = zone(broad);
        boolean below = outer == null || inner.isBelow(outer);
        return broad instanceof HostPattern.AnyName
                || (broad instanceof HostPattern.Zone && (below || inner.equals(outer)))
                || (broad instanceof HostPattern.Below
                        && (below || (inner.equals(outer) && !(narrow instanceof HostPattern.Zone))));
    }

    private static boolean isName(HostPattern pattern) {
        return !(pattern instanceof HostPattern.Addresses) && !(pattern instanceof HostPattern.AnyPublicIp);
    }

    /** Null of what is about no zone. */
    static @Nullable Host zone(HostPattern pattern) {
        if (pattern instanceof HostPattern.OneBelow one) {
            return one.zone();
        }
        if (pattern instanceof HostPattern.Below below) {
            return below.zone();
        }
        return pattern instanceof HostPattern.Zone zone ? zone.zone() : null;
    }

    /** Whether every agent of the narrow one is among the broad one's, whatever labels the policy gives. */
    static boolean covers(Selector broad, Selector narrow) {
        boolean labels = broad.labels().entrySet().stream().allMatch(label -> {
            var values = narrow.labels().get(label.getKey());
            return values != null && label.getValue().containsAll(values);
        });
        boolean names = broad.names().isEmpty()
                || (!narrow.names().isEmpty()
                        && narrow.names().stream()
                                .allMatch(name -> broad.names().stream()
                                        .anyMatch(of -> of.equals(name)
                                                || of.text().equals("*")
                                                || (name.isExact() && of.matches(name.text())))));
        return labels && names;
    }

    /** Whether every port of the narrow one is among the broad one's. */
    static boolean covers(Ports broad, Ports narrow) {
        return narrow.ranges().stream()
                .allMatch(range ->
                        broad.ranges().stream().anyMatch(of -> of.from() <= range.from() && of.to() >= range.to()));
    }

    /** Whether every request that the narrow conditions hold of satisfies the broad ones, as far as that is seen. */
    static boolean covers(HttpConditions broad, HttpConditions narrow) {
        boolean methods = broad.methods().isEmpty()
                || (!narrow.methods().isEmpty() && broad.methods().containsAll(narrow.methods()));
        boolean paths = broad.paths().isEmpty()
                || (!narrow.paths().isEmpty()
                        && narrow.paths().stream()
                                .allMatch(path -> broad.paths().stream().anyMatch(of -> of.covers(path))));
        return methods && paths && narrow.headers().containsAll(broad.headers());
    }
}
