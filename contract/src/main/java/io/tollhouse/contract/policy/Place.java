package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problem;

/**
 * Where something stands in a document.
 *
 * @param line 1-based
 * @param column 1-based
 * @param path the key, as {@code rules[2]}
 */
public record Place(int line, int column, String path) {
    static Place of(Node node) {
        return new Place(node.line(), node.column(), node.path());
    }

    /** The place of a key below, as near as it is known. */
    public Place below(String key) {
        return new Place(line, column, path.isEmpty() ? key : path + "." + key);
    }

    /**
     * A problem here.
     *
     * @param label what messages call the document
     */
    public Problem problem(String label, String message) {
        return new Problem(label, line, column, path, message);
    }
}
