package io.tollhouse.contract.decision;

import java.util.Arrays;

/**
 * Names, each once, in the bytes of the list that they come from: a table of offsets into them, and nothing else. The bits that no offset
 * needs hold a part of the name's hash, so that a name that is not there is seldom compared, which is a read of far memory. Filled while
 * it is built, never after.
 */
final class ZoneTable {
    private static final byte END = '\n';
    private static final int FREE = 0;

    private final int[] slots;
    private final int offsets;
    private byte[] text = new byte[0];

    /**
     * None yet.
     *
     * @param names how many will be added at most
     * @param bytes of the array that they will stand in
     */
    ZoneTable(int names, int bytes) {
        slots = new int[names + names / 2 + 1];
        offsets = -1 >>> Integer.numberOfLeadingZeros(bytes + 1);
    }

    /** @param bytes the same array each time; behind a name stands a line feed */
    void add(byte[] bytes, int from, int to) {
        text = bytes;
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int spread = spread(hash);
        int mark = mark(spread);
        int slot = first(spread);
        while (slots[slot] != FREE) {
            int other = (slots[slot] & offsets) - 1;
            if ((slots[slot] & ~offsets) == mark
                    && Arrays.equals(
                            bytes, from, to + 1, bytes, other, Math.min(bytes.length, other + to + 1 - from))) {
                return;
            }
            slot = next(slot);
        }
        slots[slot] = mark | (from + 1);
    }

    /** Whether the end of this name, from there on, is among them. */
    boolean has(String name, int from) {
        if (text.length == 0) {
            return false;
        }
        int hash = 0;
        for (int i = from; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        int spread = spread(hash);
        int mark = mark(spread);
        for (int slot = first(spread); slots[slot] != FREE; slot = next(slot)) {
            if ((slots[slot] & ~offsets) == mark && isAt((slots[slot] & offsets) - 1, name, from)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int offset, String name, int from) {
        int at = offset;
        for (int i = from; i < name.length(); i++) {
            if (text[at++] != name.charAt(i)) {
                return false;
            }
        }
        return text[at] == END;
    }

    private static int spread(int hash) {
        int spread = hash * 0x9E3779B9;
        return spread ^ spread >>> 15;
    }

    /** The high bits say where a search begins, in a table of any length. */
    private int first(int spread) {
        return (int) (((spread & 0xffff_ffffL) * slots.length) >>> 32);
    }

    /** What a slot holds besides the offset: the low bits, since neighbours have the same high ones. */
    private int mark(int spread) {
        return Integer.rotateLeft(spread, Integer.SIZE / 2) & ~offsets;
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    /** Bytes of heap that it takes besides those of the list. */
    long size() {
        return 4L * slots.length;
    }
}
