package io.tollhouse.contract.policy;

import java.util.List;

/**
 * Where a rule's requests go to: hosts of its own, and lists of the policy. Lists are named and not resolved, since several
 * rules may share one of a million names.
 *
 * @param hosts each once
 * @param lists names of lists that the policy has, each once; one of the two is not empty
 */
public record Targets(List<HostPattern> hosts, List<String> lists) {
    /** Copies. */
    public Targets {
        hosts = List.copyOf(hosts);
        lists = List.copyOf(lists);
    }
}
