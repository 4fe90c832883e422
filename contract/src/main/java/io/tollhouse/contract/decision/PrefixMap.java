package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by network: one look-up for each length that occurs, whatever the number of networks, and no object for it. */
final class PrefixMap<V> {
    private final Table<V>[] tables4;
    private final Table<V>[] tables6;

    PrefixMap(Map<Cidr, V> values) {
        tables4 = tables(values, false);
        tables6 = tables(values, true);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> Table<V>[] tables(Map<Cidr, V> values, boolean v6) {
        return values.keySet().stream()
                .filter(network -> network.network().isV6() == v6)
                .map(Cidr::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(length -> new Table<>(values, v6, length))
                .toArray(Table[]::new);
    }

    /** How many lengths of networks are to be asked for an address. */
    int lengths(IpAddress address) {
        return (address.isV6() ? tables6 : tables4).length;
    }

    /** The length at an index. */
    int length(IpAddress address, int index) {
        return (address.isV6() ? tables6 : tables4)[index].length;
    }

    /**
     * The value of the network that holds the address and has this length; null for none.
     *
     * @param index of the length, the longest first
     */
    @Nullable
    V of(IpAddress address, int index) {
        return (address.isV6() ? tables6 : tables4)[index].get(address);
    }

    /** The networks of one length. */
    private static final class Table<V> {
        private final int length;
        private final long highMask;
        private final long lowMask;
        private final long[] bits;
        private final @Nullable V[] values;

        @SuppressWarnings("unchecked")
        Table(Map<Cidr, V> all, boolean v6, int length) {
            this.length = length;
            highMask = v6 ? ones(Math.min(length, 64)) : 0;
            lowMask = v6 ? ones(Math.max(length - 64, 0)) : ones(length + 32);
            var own = all.entrySet().stream()
                    .filter(entry -> entry.getKey().network().isV6() == v6
                            && entry.getKey().length() == length)
                    .toList();
            int slots = Integer.highestOneBit(Math.max(1, own.size())) * 4;
            bits = new long[2 * slots];
            values = (V[]) new Object[slots];
            own.forEach(entry -> put(entry.getKey().network(), entry.getValue()));
        }

        private static long ones(int length) {
            return length == 0 ? 0 : -1L << (64 - length);
        }

        private void put(IpAddress network, V value) {
            int slot = first(network.high(), network.low());
            while (values[slot] != null) {
                slot = next(slot);
            }
            bits[2 * slot] = network.high();
            bits[2 * slot + 1] = network.low();
            values[slot] = value;
        }

        @Nullable
        V get(IpAddress address) {
            long high = address.high() & highMask;
            long low = address.low() & lowMask;
            for (int slot = first(high, low); values[slot] != null; slot = next(slot)) {
                if (bits[2 * slot] == high && bits[2 * slot + 1] == low) {
                    return values[slot];
                }
            }
            return null;
        }

        private int first(long high, long low) {
            long spread = (high * 31 + low) * 0x9E3779B97F4A7C15L;
            return (int) (spread >>> 40) & (values.length - 1);
        }

        private int next(int slot) {
            return (slot + 1) & (values.length - 1);
        }
    }
}
