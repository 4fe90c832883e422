package io.tollhouse.contract.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a rule is for: all keys must hold, and of each key one value.
 *
 * @param names empty = whatever the name
 * @param labels values by label; empty = whatever the labels
 */
public record Selector(List<AgentPattern> names, Map<String, Set<String>> labels) {

    /** Everyone. */
    public static final Selector ALL = new Selector(List.of(), Map.of());

    /** Copies. */
    public Selector {
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
    }
}
