package io.tollhouse.contract.policy;

import java.util.List;
import java.util.Set;

/**
 * What must hold of an HTTP request for a rule to match: each of the three, and of each one.
 *
 * @param methods upper case; empty = whatever the method
 * @param paths empty = whatever the path
 * @param headers each of them must hold; empty = whatever the headers
 */
public record HttpConditions(Set<String> methods, List<PathGlob> paths, List<HeaderCondition> headers) {

    /** No condition: any request, and any tunnel unseen. */
    public static final HttpConditions NONE = new HttpConditions(Set.of(), List.of(), List.of());

    /** Copies. */
    public HttpConditions {
        methods = Set.copyOf(methods);
        paths = List.copyOf(paths);
        headers = List.copyOf(headers);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return methods.isEmpty() && paths.isEmpty() && headers.isEmpty();
    }
}
