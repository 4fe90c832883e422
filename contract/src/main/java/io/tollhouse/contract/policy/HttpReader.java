package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code http}: conditions on a request that is seen. */
final class HttpReader {

    private static final Map<String, List<String>> PRESETS = Map.of(
            "read-only", List.of("GET", "HEAD", "OPTIONS"),
            "read-write", List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"));

    private static final int MAX_METHODS = 32;
    private static final int MAX_PATHS = 100;

    private final Texts texts;
    private final HeaderReader headers;
    private final Problems problems;

    HttpReader(Texts texts, HeaderReader headers, Problems problems) {
        this.texts = texts;
        this.headers = headers;
        this.problems = problems;
    }

    HttpConditions read(Fields rule) {
        var at = rule.any("http");
        if (at.isEmpty()) {
            return HttpConditions.NONE;
        }
        if (at.get() instanceof Node.Scalar scalar && PRESETS.containsKey(scalar.text())) {
            return new HttpConditions(Set.copyOf(preset(scalar.text())), List.of(), List.of());
        }
        texts.refuseEmptyMap(
                rule, "http", "says nothing: methods, paths or headers; or leave `http` out for any request");
        return texts.fields(at.get()).map(this::conditions).orElse(HttpConditions.NONE);
    }

    private static List<String> preset(String name) {
        return PRESETS.getOrDefault(name, List.of());
    }

    private HttpConditions conditions(Fields fields) {
        var methods = methods(fields);
        var paths = paths(fields);
        var conditions = new HttpConditions(methods, paths, headers.conditions(fields));
        texts.close(fields, "http");
        return conditions;
    }

    private Set<String> methods(Fields fields) {
        var methods = new LinkedHashSet<String>();
        var items = texts.some(fields, "methods", MAX_METHODS);
        for (var item : items) {
            if (item instanceof Node.Scalar scalar && PRESETS.containsKey(scalar.text())) {
                methods.addAll(preset(scalar.text()));
            } else {
                texts.text(item, Texts.Form.METHOD)
                        .filter(method -> isSeen(item, method))
                        .ifPresent(methods::add);
            }
        }
        return methods;
    }

    private boolean isSeen(Node at, String method) {
        if (method.equals("CONNECT")) {
            problems.add(at, "CONNECT asks for a tunnel and is no request in it; tunnels are told apart by `protocol`");
        }
        return !method.equals("CONNECT");
    }

    private List<PathGlob> paths(Fields fields) {
        var paths = new ArrayList<PathGlob>();
        for (var item : texts.some(fields, "paths", MAX_PATHS)) {
            texts.text(item, Texts.Form.PATH).flatMap(text -> path(item, text)).ifPresent(paths::add);
        }
        return paths.stream().distinct().toList();
    }

    private Optional<PathGlob> path(Node at, String text) {
        try {
            return Optional.of(PathGlob.parse(text));
        } catch (PathGlob.Malformed e) {
            problems.add(at, at.kind() + " " + e.getMessage());
            return Optional.empty();
        }
    }
}
