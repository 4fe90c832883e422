package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.Cidr;
import java.util.List;
import java.util.Map;

/**
 * Labels of verified identities, and where they come from.
 *
 * @param network sources that are this agent on a listener which identifies by network; then {@code name} is exact. Elsewhere it
 *     says nothing
 * @param from sources from which alone the name may come, whatever the listener; empty = from anywhere
 * @param mode {@link Mode#REPORT}: what the policy would refuse these agents is recorded, and let through; built-in denies hold
 * @param at where it stands
 */
public record AgentEntry(
        AgentPattern name, List<Cidr> network, List<Cidr> from, Map<String, String> labels, Mode mode, Place at) {
    /** Copies. */
    public AgentEntry {
        network = List.copyOf(network);
        from = List.copyOf(from);
        labels = Map.copyOf(labels);
    }
}
