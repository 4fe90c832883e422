package io.tollhouse.proxy.policy;

import io.tollhouse.contract.policy.ListFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The list files of a revision.
 *
 * @param policy those of its policy, by the path that its text names them by
 * @param maximum those of its maximum, in the same way
 */
record RevisionLists(Map<String, ListFile> policy, Map<String, ListFile> maximum) {
    static final RevisionLists NONE = new RevisionLists(Map.of(), Map.of());

    RevisionLists {
        policy = Map.copyOf(policy);
        maximum = Map.copyOf(maximum);
    }

    List<ListFile> all() {
        return Stream.concat(policy.values().stream(), maximum.values().stream())
                .toList();
    }
}
