package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads headers: conditions on them in {@code http}, and their edits in {@code headers}. */
final class HeaderReader {

    private static final int MAX_HEADERS = 32;

    /** They frame a message or name its host: whoever changes one lets two readers see two messages. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    /** What stands in a policy is read by many. */
    private static final Set<String> SECRET =
            Set.of("authorization", "cookie", "proxy-authorization", "x-api-key", "api-key");

    private final Texts texts;
    private final Problems problems;

    HeaderReader(Texts texts, Problems problems) {
        this.texts = texts;
        this.problems = problems;
    }

    List<HeaderCondition> conditions(Fields http) {
        var conditions = new ArrayList<HeaderCondition>();
        var names = new TreeSet<String>();
        for (var entry : entries(http, "headers")) {
            name(entry.key(), names).ifPresent(name -> {
                var values = values(entry.value());
                if (name.equals("host")) {
                    problems.add(entry.key(), "is judged by `to` already, and is always the host that was judged");
                } else if (refusesSecret(entry.key(), name, "a condition on it")) {
                    conditions.add(new HeaderCondition(name, values));
                }
            });
        }
        return conditions;
    }

    private List<String> values(Node node) {
        var items = node instanceof Node.ListNode list ? list.items() : List.of(node);
        if (items.isEmpty() || items.size() > MAX_HEADERS) {
            problems.add(node, "must be 1 to " + MAX_HEADERS + " values, in which * stands for any characters");
        }
        var values = new LinkedHashSet<String>();
        items.forEach(item -> texts.text(item, Texts.Form.HEADER_VALUE).ifPresent(values::add));
        return List.copyOf(values);
    }

    HeaderEdits edits(Fields rule) {
        var fields = rule.below("headers");
        var remove = new TreeSet<String>();
        for (var item : texts.some(fields, "remove", MAX_HEADERS)) {
            if (item instanceof Node.Scalar scalar && !scalar.isNull()) {
                name(scalar, remove).ifPresent(name -> refuseFraming(scalar, name));
            } else {
                problems.add(item, "must be the name of a header, was " + item.kind());
            }
        }
        var set = set(fields, remove);
        texts.close(fields, "headers");
        texts.refuseEmptyMap(rule, "headers", "changes nothing: remove or set; or leave `headers` out");
        return new HeaderEdits(remove, set);
    }

    private Map<String, String> set(Fields fields, Set<String> removed) {
        var names = new TreeSet<String>();
        Map<String, String> set = new LinkedHashMap<>();
        for (var entry : entries(fields, "set")) {
            name(entry.key(), names).ifPresent(name -> {
                refuseFraming(entry.key(), name);
                refusesSecret(entry.key(), name, "its value");
                if (removed.contains(name)) {
                    problems.add(entry.key(), "is removed too; `set` alone replaces what was there");
                }
                texts.text(entry.value(), Texts.Form.HEADER_VALUE).ifPresent(value -> set.put(name, value));
            });
        }
        return set;
    }

    private List<Node.Entry> entries(Fields fields, String key) {
        if (!fields.has(key)) {
            fields.any(key);
            return List.of();
        }
        var entries = List.copyOf(fields.below(key).all().values());
        if (entries.isEmpty() || entries.size() > MAX_HEADERS) {
            fields.any(key)
                    .filter(Node.MapNode.class::isInstance)
                    .ifPresent(at -> problems.add(at, "must have 1 to " + MAX_HEADERS + " headers"));
        }
        return entries;
    }

    /** The name in lower case, if it is one and not among those that were seen. */
    private Optional<String> name(Node.Scalar at, Set<String> seen) {
        if (!texts.check(at, Texts.Form.HEADER)) {
            return Optional.empty();
        }
        var name = at.text().toLowerCase(Locale.ROOT);
        if (!seen.add(name)) {
            problems.add(at, "stands twice; the case of a header's name does not matter");
        }
        return Optional.of(name);
    }

    private void refuseFraming(Node at, String name) {
        if (FRAMING.contains(name) || name.startsWith("proxy-")) {
            var instead = name.equals("host") ? "; `rewriteHost` changes the host of a route" : "";
            problems.add(at, "is the node's own affair and cannot be changed" + instead);
        }
    }

    private boolean refusesSecret(Node at, String name, String what) {
        if (SECRET.contains(name)) {
            problems.add(at, what + " would stand in clear in the policy; name a `credential` instead");
        }
        return !SECRET.contains(name);
    }
}
