package io.tollhouse.contract.policy;

import java.util.Map;
import java.util.Set;

/**
 * What is changed in the head of a request before it goes out.
 *
 * @param remove names, lower case; every line of that name goes
 * @param set values by name, lower case; one line in the place of all that were there
 */
public record HeaderEdits(Set<String> remove, Map<String, String> set) {

    /** Nothing is changed. */
    public static final HeaderEdits NONE = new HeaderEdits(Set.of(), Map.of());

    /** Copies. */
    public HeaderEdits {
        remove = Set.copyOf(remove);
        set = Map.copyOf(set);
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
        return remove.isEmpty() && set.isEmpty();
    }
}
