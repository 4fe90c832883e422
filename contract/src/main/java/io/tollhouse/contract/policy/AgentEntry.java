package io.tollhouse.contract.policy;

import java.util.Map;

/**
 * Labels of verified identities.
 *
 * @param at where it stands
 */
public record AgentEntry(AgentPattern name, Map<String, String> labels, Place at) {
    /** Copies. */
    public AgentEntry {
        labels = Map.copyOf(labels);
    }
}
