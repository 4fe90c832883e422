package io.tollhouse.contract.decision;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** Networks, up to a million of them, in arrays of numbers: no object for one. Immutable. */
final class NetworkSet {
    private final Table[] tables4;
    private final Table[] tables6;

    private NetworkSet(List<Table> tables4, List<Table> tables6) {
        this.tables4 = tables4.toArray(Table[]::new);
        this.tables6 = tables6.toArray(Table[]::new);
    }

    /** Takes networks, first to be counted and then to be kept. */
    static final class Filling {
        private final int[] counts = new int[2 * 129];
        private final TreeMap<Integer, Table> tables = new TreeMap<>();

        private static int key(Cidr network) {
            return network.length() + (network.network().isV6() ? 129 : 0);
        }

        void count(Cidr network) {
            counts[key(network)]++;
        }

        void add(Cidr network) {
            tables.computeIfAbsent(
                            key(network), key -> new Table(network.network().isV6(), network.length(), counts[key]))
                    .add(network.network());
        }

        NetworkSet build() {
            var longestFirst = tables.descendingMap().values();
            return new NetworkSet(
                    longestFirst.stream().filter(table -> !table.v6).toList(),
                    longestFirst.stream().filter(table -> table.v6).toList());
        }
    }

    private Table[] tables(boolean v6) {
        return v6 ? tables6 : tables4;
    }

    /** The lengths that occur, the longest first. */
    int[] lengths(boolean v6) {
        return Arrays.stream(tables(v6)).mapToInt(table -> table.length).toArray();
    }

    /** Whether a network of this length holds the address. */
    boolean has(IpAddress address, int length) {
        for (var table : tables(address.isV6())) {
            if (table.length == length) {
                return table.has(address);
            }
        }
        return false;
    }

    /** Whether some network holds the address. */
    boolean has(IpAddress address) {
        for (var table : tables(address.isV6())) {
            if (table.has(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this very network is among them. */
    boolean hasExactly(Cidr network) {
        return has(network.network(), network.length());
    }

    /** Whether one of them holds the whole network. */
    boolean covers(Cidr network) {
        for (var table : tables(network.network().isV6())) {
            if (table.length <= network.length() && table.has(network.network())) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of heap. */
    long size() {
        return Arrays.stream(tables4).mapToLong(Table::size).sum()
                + Arrays.stream(tables6).mapToLong(Table::size).sum();
    }

    /** The networks of one length. */
    private static final class Table {
        private final boolean v6;
        private final int length;
        private final int slots;
        private final int[] bits4;
        private final long[] bits6;
        private final BitSet taken;

        Table(boolean v6, int length, int count) {
            this.v6 = v6;
            this.length = length;
            slots = count + count / 2 + 1;
            bits4 = new int[v6 ? 0 : slots];
            bits6 = new long[v6 ? 2 * slots : 0];
            taken = new BitSet(slots);
        }

        void add(IpAddress network) {
            int slot = slot(network.high(), network.low());
            taken.set(slot);
            if (v6) {
                bits6[2 * slot] = network.high();
                bits6[2 * slot + 1] = network.low();
            } else {
                bits4[slot] = (int) network.low();
            }
        }

        boolean has(IpAddress address) {
            long high = v6 ? address.high() & ones(Math.min(length, 64)) : 0;
            long low = address.low() & (v6 ? ones(Math.max(length - 64, 0)) : ones(length + 32));
            return taken.get(slot(high, low));
        }

        private static long ones(int length) {
            return length == 0 ? 0 : -1L << (64 - length);
        }

        /** Where the network is, or would be. */
        private int slot(long high, long low) {
            long spread = (high * 31 + low) * 0x9E3779B97F4A7C15L;
            int slot = (int) (((spread >>> 32) * slots) >>> 32);
            while (taken.get(slot) && !isAt(slot, high, low)) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            return slot;
        }

        private boolean isAt(int slot, long high, long low) {
            return v6 ? bits6[2 * slot] == high && bits6[2 * slot + 1] == low : bits4[slot] == (int) low;
        }

        long size() {
            return 4L * bits4.length + 8L * bits6.length + slots / 8;
        }
    }
}
