package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Values by network: one look-up for each length that occurs, whatever the number of networks. */
final class PrefixMap<V> {
    private final Map<Cidr, V> values;
    private final int[] lengths4;
    private final int[] lengths6;

    PrefixMap(Map<Cidr, V> values) {
        this.values = Map.copyOf(values);
        this.lengths4 = lengths(values, false);
        this.lengths6 = lengths(values, true);
    }

    private static int[] lengths(Map<Cidr, ?> values, boolean v6) {
        return values.keySet().stream()
                .filter(network -> network.network().isV6() == v6)
                .map(Cidr::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The values of all networks that hold the address, the longest first. */
    List<V> of(IpAddress address) {
        var found = new ArrayList<V>(2);
        for (int length : address.isV6() ? lengths6 : lengths4) {
            var value = values.get(new Cidr(address.masked(length), length));
            if (value != null) {
                found.add(value);
            }
        }
        return found;
    }
}
