package io.tollhouse.contract.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by name, to be asked for the end of a name without making it a text of its own. Immutable. */
final class SuffixMap<V> {
    private final @Nullable String[] keys;
    private final @Nullable V[] values;

    @SuppressWarnings("unchecked")
    SuffixMap(Map<String, V> all) {
        int slots = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        keys = new String[slots];
        values = (V[]) new Object[slots];
        all.forEach(this::put);
    }

    private void put(String key, V value) {
        int slot = first(hash(key, 0));
        while (keys[slot] != null) {
            slot = next(slot);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** What stands under the end of this name, from there on; null for nothing. */
    @Nullable
    V get(String name, int from) {
        int length = name.length() - from;
        for (int slot = first(hash(name, from)); ; slot = next(slot)) {
            var key = keys[slot];
            if (key == null) {
                return null;
            }
            if (key.length() == length && name.startsWith(key, from)) {
                return values[slot];
            }
        }
    }

    private static int hash(String name, int from) {
        int hash = 0;
        for (int i = from; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    private int first(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ spread >>> 16) & (keys.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (keys.length - 1);
    }
}
