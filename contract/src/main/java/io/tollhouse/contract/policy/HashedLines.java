package io.tollhouse.contract.policy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The lines of a list in the order of their SHA-256, each once, without an object for a line or another copy of them.
 */
final class HashedLines {

    /** So many bits of each hash are known. */
    static final int BITS = 43;

    /** Beside them, in the same number, stands where the line was before it was put in order. */
    private static final int INDEX_BITS = 20;

    private static final int MAX_LINES = 1 << INDEX_BITS;

    private final HostLines written;

    /** Of each line the first bits of its hash and where it was, as one number. */
    private final long[] order;

    /** Where each line begins when all are written one after the other, and where the last one ends. */
    private final int[] starts;

    private final int size;

    private HashedLines(HostLines written, long[] order, int[] starts, int size) {
        this.written = written;
        this.order = order;
        this.starts = starts;
        this.size = size;
    }

    static HashedLines of(HostEntries entries) {
        if (entries.size() > MAX_LINES) {
            throw new IllegalArgumentException("at most " + MAX_LINES + " lines, were " + entries.size());
        }
        var written = new HostLines(entries);
        var order = new long[written.size()];
        var digest = HostEntries.sha256();
        for (int i = 0; i < order.length; i++) {
            order[i] = (beginning(digest, written, i) << INDEX_BITS) | i;
        }
        Arrays.sort(order);
        sortEqual(order, written);
        return inOrder(order, written);
    }

    /** The first bits of a line's hash. */
    private static long beginning(MessageDigest digest, HostLines written, int index) {
        written.update(digest, index);
        var hash = digest.digest();
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << Byte.SIZE) | (hash[i] & 0xff);
        }
        return bits >>> (Long.SIZE - BITS);
    }

    /** Lines whose hashes begin with the same bits are the same, or one in many millions; those stand in the order of their bytes. */
    private static void sortEqual(long[] order, HostLines written) {
        int from = 0;
        for (int to = 1; to <= order.length; to++) {
            if (to == order.length || hash(order[to]) != hash(order[from])) {
                if (to - from > 1) {
                    sort(order, from, to, written);
                }
                from = to;
            }
        }
    }

    private static void sort(long[] order, int from, int to, HostLines written) {
        var same = Arrays.stream(order, from, to)
                .boxed()
                .sorted(Comparator.comparing(HashedLines::index, written::compare))
                .mapToLong(Long::longValue)
                .toArray();
        System.arraycopy(same, 0, order, from, same.length);
    }

    private static HashedLines inOrder(long[] order, HostLines written) {
        var starts = new int[order.length + 1];
        int size = 0;
        for (int i = 0; i < order.length; i++) {
            if (i > 0 && written.compare(index(order[i - 1]), index(order[i])) == 0) {
                continue;
            }
            order[size] = order[i];
            starts[size + 1] = starts[size] + written.length(index(order[i]));
            size++;
        }
        return new HashedLines(written, order, starts, size);
    }

    private static int index(long packed) {
        return (int) packed & (MAX_LINES - 1);
    }

    private static long hash(long packed) {
        return packed >>> INDEX_BITS;
    }

    int size() {
        return size;
    }

    /** How many bytes these lines have, with their line feeds. */
    int bytes(int from, int to) {
        return starts[to] - starts[from];
    }

    /** These lines, one after the other. */
    byte[] text(int from, int to) {
        var text = new byte[bytes(from, to)];
        for (int i = from; i < to; i++) {
            written.copy(index(order[i]), text, starts[i] - starts[from]);
        }
        return text;
    }

    /** The first of these lines whose hash has this bit set, counted from the first; the hashes agree in all bits before it. */
    int firstWithBit(int from, int to, int bit) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (((hash(order[middle]) >>> (BITS - 1 - bit)) & 1) == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
