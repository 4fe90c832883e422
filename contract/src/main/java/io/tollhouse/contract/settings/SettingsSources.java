package io.tollhouse.contract.settings;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.contract.yaml.Words;
import io.tollhouse.contract.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lays file, environment and flags over each other and names what nobody knows. */
final class SettingsSources {
    private static final int MAX_FILE = 1 << 20;

    /** A value and where it came from, for messages. */
    record Value(String text, String origin) {}

    private final Part part;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsSources(Part part) {
        this.part = part;
    }

    Map<String, Value> values() {
        return values;
    }

    List<String> problems() {
        return problems;
    }

    void file(String name) {
        try {
            flatten(YamlReader.read(Files.readAllBytes(Path.of(name)), name, MAX_FILE), "", name);
        } catch (IOException e) {
            problems.add("--settings: cannot read " + name + " (" + e.getClass().getSimpleName() + ")");
        } catch (InvalidDocument e) {
            e.problems().stream().map(Problem::toString).forEach(problems::add);
        }
    }

    private void flatten(Node node, String key, String file) {
        var origin = file + ":" + node.line() + ":" + node.column() + ": " + key;
        if (node instanceof Node.MapNode map) {
            map.entries()
                    .forEach((name, entry) -> flatten(entry.value(), key.isEmpty() ? name : key + "." + name, file));
        } else if (node instanceof Node.ListNode list) {
            var items = list.items().stream()
                    .map(item -> item instanceof Node.Scalar scalar ? scalar.text() : "")
                    .collect(Collectors.joining(","));
            put(key, new Value(items, origin));
        } else if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            put(key, new Value(scalar.text(), origin));
        }
    }

    void environment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith("TOLLHOUSE_")) {
                return;
            }
            var key = part.keyOf(variable);
            if (key.isPresent()) {
                put(key.get(), new Value(text, key.get() + " (environment " + variable + ")"));
            } else if (!Part.anyKnows(variable)) {
                problems.add("environment " + variable + ": no part of Tollhouse knows it" + nearestVariable(variable));
            }
        });
    }

    private String nearestVariable(String variable) {
        var known = part.keys().stream().map(Key::variable).toList();
        return Words.nearest(variable, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    void flags(Map<String, String> flags) {
        new TreeMap<>(flags).forEach((key, text) -> put(key, new Value(text, "--" + key)));
    }

    private void put(String key, Value value) {
        if (part.knows(key)) {
            values.put(key, value);
        } else {
            var known = part.keys().stream().map(Key::name).toList();
            problems.add(value.origin() + ": is not a known key"
                    + Words.nearest(key, known)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(""));
        }
    }
}
