package io.tollhouse.contract.decision;

import java.util.Arrays;

/**
 * Names, each once, in the bytes of the list that they come from: a table of offsets into them, and nothing else. Filled while it is
 * built, never after.
 */
final class ZoneTable {
    private static final byte END = '\n';
    private static final int FREE = 0;

    private final int[] slots;
    private byte[] text = new byte[0];

    /** @param names how many will be added at most */
    ZoneTable(int names) {
        slots = new int[names + names / 2 + 1];
    }

    /** @param bytes the same array each time; behind a name stands a line feed */
    void add(byte[] bytes, int from, int to) {
        text = bytes;
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = first(hash);
        while (slots[slot] != FREE) {
            int other = slots[slot] - 1;
            if (Arrays.equals(bytes, from, to + 1, bytes, other, Math.min(bytes.length, other + to + 1 - from))) {
                return;
            }
            slot = next(slot);
        }
        slots[slot] = from + 1;
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
        for (int slot = first(hash); slots[slot] != FREE; slot = next(slot)) {
            if (isAt(slots[slot] - 1, name, from)) {
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

    /** Spreads the hash over all slots, however many there are. */
    private int first(int hash) {
        int spread = hash * 0x9E3779B9;
        spread ^= spread >>> 15;
        return (int) (((spread & 0xffff_ffffL) * slots.length) >>> 32);
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    /** Bytes of heap that it takes besides those of the list. */
    long size() {
        return 4L * slots.length;
    }
}
