package io.tollhouse.contract.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a document, with its place. */
public sealed interface Node {
    /** 1-based. */
    int line();

    /** 1-based. */
    int column();

    /** The key that leads here, as {@code rules[2].ports}; empty for the root. */
    String path();

    /** What a message calls this kind of node. */
    String kind();

    /** Keys and values in the order of the document; keys are unique. */
    record MapNode(int line, int column, String path, Map<String, Entry> entries) implements Node {
        public MapNode {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /** A key with its own place, and its value. */
    record Entry(Scalar key, Node value) {}

    record ListNode(int line, int column, String path, List<Node> items) implements Node {
        public ListNode {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * Text whose type the reader of the key decides.
     *
     * @param plain whether it stood without quotes
     */
    record Scalar(int line, int column, String path, String text, boolean plain) implements Node {
        /** Whether it is YAML's null: nothing at all, {@code ~} or {@code null}, without quotes. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "'" + Words.shorten(text) + "'";
        }
    }
}
