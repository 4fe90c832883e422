package io.tollhouse.contract.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads a map key by key. A getter that finds something wrong notes it and returns empty or the placeholder it was given,
 * so that one pass finds every problem; {@link #close} then names the keys that nobody asked for.
 */
public final class Fields {
    private final Node.MapNode map;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    private Fields(Node.MapNode map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    /** The fields of a node that must be a map; anything else is noted and read as an empty one. */
    public static Fields of(Node node, Problems problems) {
        if (node instanceof Node.MapNode map) {
            return new Fields(map, problems);
        }
        problems.add(node, "must be a map of keys, was " + node.kind());
        return new Fields(new Node.MapNode(node.line(), node.column(), node.path(), Map.of()), problems);
    }

    /** The place of the map itself. */
    public Node node() {
        return map;
    }

    public boolean has(String key) {
        return map.entries().containsKey(key);
    }

    /** The value of a key, whatever its kind; empty when it is absent. */
    public Optional<Node> any(String key) {
        known.add(key);
        return Optional.ofNullable(map.entries().get(key)).map(Node.Entry::value);
    }

    /** The text of a key; empty when it is absent or not text (which is noted). */
    public Optional<Node.Scalar> scalar(String key) {
        return any(key).flatMap(node -> asText(node));
    }

    public Optional<String> text(String key) {
        return scalar(key).map(Node.Scalar::text);
    }

    /** The text of a key that must be there; the placeholder when it is not, which is noted. */
    public String required(String key, String placeholder) {
        if (!has(key)) {
            known.add(key);
            problems.add(map, path(key), "is missing");
            return placeholder;
        }
        return text(key).orElse(placeholder);
    }

    /** One of a set of words; the default when the key is absent or wrong. */
    public String word(String key, Set<String> words, String otherwise) {
        var scalar = scalar(key);
        if (scalar.isEmpty() || words.contains(scalar.get().text())) {
            return scalar.map(Node.Scalar::text).orElse(otherwise);
        }
        problems.add(
                scalar.get(),
                "must be " + String.join(" or ", new TreeSet<>(words)) + ", was "
                        + scalar.get().kind());
        return otherwise;
    }

    /** {@code true} or {@code false}; YAML 1.1's other spellings are refused rather than guessed at. */
    public boolean bool(String key, boolean otherwise) {
        return Boolean.parseBoolean(word(key, Set.of("true", "false"), String.valueOf(otherwise)));
    }

    public int integer(String key, int min, int max, int otherwise) {
        return scalar(key).flatMap(scalar -> number(scalar, min, max)).orElse(otherwise);
    }

    /** The items of a list; a single value is taken as a list of one. Empty when absent. */
    public List<Node> items(String key) {
        return any(key).map(node -> node instanceof Node.ListNode list ? list.items() : List.of(node))
                .orElse(List.of());
    }

    /** The items of a list, each of which must be text. */
    public List<Node.Scalar> texts(String key) {
        var texts = new ArrayList<Node.Scalar>();
        items(key).forEach(item -> asText(item).ifPresent(texts::add));
        return texts;
    }

    /** A map below this one; an absent one reads as empty. */
    public Fields below(String key) {
        return any(key).map(node -> of(node, problems))
                .orElseGet(() -> new Fields(
                        new Node.MapNode(map.line(), map.column(), path(key), new LinkedHashMap<>()), problems));
    }

    /** Keys and values of this map, for maps whose keys are data; every key counts as read. */
    public Map<String, Node.Entry> all() {
        known.addAll(map.entries().keySet());
        return map.entries();
    }

    /** The keys that somebody asked for. */
    public Set<String> known() {
        return Set.copyOf(known);
    }

    /** Notes every key that nobody asked for, with the nearest known one. */
    public void close() {
        close(key -> Optional.empty());
    }

    /** As {@link #close()}, with a message of the caller's own for keys that it can explain. */
    public void close(Function<String, Optional<String>> explain) {
        for (var entry : map.entries().values()) {
            var key = entry.key().text();
            if (!known.contains(key)) {
                problems.add(entry.key(), explain.apply(key).orElseGet(() -> unknown(key)));
            }
        }
    }

    private String unknown(String key) {
        return "is not a known key"
                + Words.nearest(key, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    private Optional<Node.Scalar> asText(Node node) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return Optional.of(scalar);
        }
        problems.add(node, "must be text, was " + node.kind());
        return Optional.empty();
    }

    private Optional<Integer> number(Node.Scalar scalar, int min, int max) {
        if (scalar.text().matches("0|-?[1-9][0-9]{0,9}")) {
            long value = Long.parseLong(scalar.text());
            if (value >= min && value <= max) {
                return Optional.of((int) value);
            }
        }
        problems.add(scalar, "must be a whole number from " + min + " to " + max + ", was " + scalar.kind());
        return Optional.empty();
    }

    private String path(String key) {
        return map.path().isEmpty() ? key : map.path() + "." + key;
    }
}
