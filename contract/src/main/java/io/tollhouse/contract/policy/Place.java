package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Node;

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
}
