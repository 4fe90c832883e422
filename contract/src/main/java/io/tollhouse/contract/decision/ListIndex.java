package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.HostEntries.Shape;
import io.tollhouse.contract.policy.HostPattern;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A long list, to be asked for names. It holds no object for a name, and is shared by all rules and revisions that have the list. */
final class ListIndex {
    private final HostEntries entries;
    private final Map<Shape, ZoneTable> tables = new EnumMap<>(Shape.class);
    private final NetworkSet networks;
    private final List<HostPattern> others = new ArrayList<>(0);

    ListIndex(HostEntries entries) {
        this.entries = entries;
        var counts = new EnumMap<Shape, Integer>(Shape.class);
        var filling = new NetworkSet.Filling();
        int[] bytes = {0};
        entries.visit(visitor(
                (shape, text, from, to) -> {
                    counts.merge(shape, 1, Integer::sum);
                    bytes[0] = text.length;
                },
                pattern -> {
                    if (pattern instanceof HostPattern.Addresses addresses) {
                        filling.count(addresses.network());
                    }
                }));
        for (var shape : Shape.values()) {
            tables.put(shape, new ZoneTable(counts.getOrDefault(shape, 0), bytes[0]));
        }
        entries.visit(visitor((shape, text, from, to) -> table(shape).add(text, from, to), pattern -> {
            if (pattern instanceof HostPattern.Addresses addresses) {
                filling.add(addresses.network());
            } else {
                others.add(pattern);
            }
        }));
        networks = filling.build();
    }

    /** Takes names. */
    private interface Names {
        void name(Shape shape, byte[] text, int from, int to);
    }

    private static HostEntries.Visitor visitor(Names names, Consumer<HostPattern> others) {
        return new HostEntries.Visitor() {
            @Override
            public void name(Shape shape, byte[] text, int from, int to) {
                names.name(shape, text, from, to);
            }

            @Override
            public void other(HostPattern pattern) {
                others.accept(pattern);
            }
        };
    }

    private ZoneTable table(Shape shape) {
        return Objects.requireNonNull(tables.get(shape));
    }

    HostEntries entries() {
        return entries;
    }

    /** Its addresses and networks. */
    NetworkSet networks() {
        return networks;
    }

    /** What is neither a pattern of names with a zone nor a network. */
    List<HostPattern> others() {
        return others;
    }

    /** Whether a pattern of this shape has the end of this name, from there on, as its zone. */
    boolean has(Shape shape, String name, int from) {
        return table(shape).has(name, from);
    }

    /** Whether a name is among these hosts. */
    boolean matches(Host host) {
        var name = host.text();
        if (host.isLiteral()) {
            return false;
        }
        boolean found = has(Shape.EXACT, name, 0) || has(Shape.ZONE, name, 0);
        boolean first = true;
        for (int dot = name.indexOf('.'); !found && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            found = (first && has(Shape.ONE_BELOW, name, dot + 1)) || hasBelow(name, dot + 1);
            first = false;
        }
        return found;
    }

    /** Whether a pattern reaches any depth below the end of this name. */
    boolean hasBelow(String name, int from) {
        return has(Shape.BELOW, name, from) || has(Shape.ZONE, name, from);
    }

    /** Whether some entry is as specific as the pattern for some name. */
    boolean rivals(HostPattern pattern) {
        if (pattern instanceof HostPattern.Exact exact) {
            var name = exact.name().text();
            return has(Shape.EXACT, name, 0) || has(Shape.ZONE, name, 0);
        }
        if (pattern instanceof HostPattern.OneBelow one) {
            return has(Shape.ONE_BELOW, one.zone().text(), 0);
        }
        if (pattern instanceof HostPattern.Below below) {
            return hasBelow(below.zone().text(), 0);
        }
        if (pattern instanceof HostPattern.Addresses addresses) {
            return networks.hasExactly(addresses.network());
        }
        return pattern instanceof HostPattern.Zone zone
                && (has(Shape.EXACT, zone.zone().text(), 0)
                        || hasBelow(zone.zone().text(), 0));
    }

    /** Whether every name of a pattern is among these hosts, by one entry. */
    boolean covers(HostPattern pattern) {
        if (pattern instanceof HostPattern.Exact exact) {
            return matches(exact.name());
        }
        if (pattern instanceof HostPattern.Addresses addresses) {
            return networks.covers(addresses.network());
        }
        var zone = PatternSets.zone(pattern);
        if (zone == null) {
            return false;
        }
        var name = zone.text();
        boolean found = has(Shape.ZONE, name, 0)
                || (!(pattern instanceof HostPattern.Zone) && has(Shape.BELOW, name, 0))
                || (pattern instanceof HostPattern.OneBelow && has(Shape.ONE_BELOW, name, 0));
        for (int dot = name.indexOf('.'); !found && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            found = hasBelow(name, dot + 1);
        }
        return found;
    }

    /** False only where no name of a pattern is among these hosts. */
    boolean mayMeet(HostPattern pattern) {
        return !(pattern instanceof HostPattern.Exact exact) || matches(exact.name());
    }

    /** Bytes of heap for each entry, those of the list included, as far as they are names. */
    double bytesPerName() {
        long[] bytes = {tables.values().stream().mapToLong(ZoneTable::size).sum() + networks.size()};
        entries.visit(visitor(
                (shape, text, from, to) -> bytes[0] += to - from + 2,
                pattern -> bytes[0] += pattern.text().length() + 2));
        return (double) bytes[0] / Math.max(1, entries.size());
    }
}
