package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The named lists of a policy, and the reading of {@code to}, which may use them. */
final class Lists {

    private static final String REFERENCE = "list:";

    /** Lists are resolved into every rule that names them: what is short in a document may be long in a matcher. */
    private static final int MAX_PATTERNS = 200_000;

    private final Map<String, List<HostPattern>> lists = new LinkedHashMap<>();
    private final Map<String, Node> places = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Texts texts;
    private final Problems problems;
    private final Problems warnings;
    private int patterns;

    Lists(Fields fields, Texts texts, Problems problems, Problems warnings) {
        this.texts = texts;
        this.problems = problems;
        this.warnings = warnings;
        fields.all().forEach((name, entry) -> add(name, entry));
    }

    private void add(String name, Node.Entry entry) {
        texts.check(entry.key(), Texts.Form.WORD);
        places.put(name, entry.key());
        var patterns = new ArrayList<HostPattern>();
        lists.put(name, patterns);
        if (entry.value() instanceof Node.ListNode list) {
            list.items().forEach(item -> inList(item).ifPresent(patterns::add));
        } else if (entry.value() instanceof Node.MapNode) {
            problems.add(entry.value(), Unenforced.value("a list in a file", "write its entries out"));
        } else {
            problems.add(
                    entry.value(),
                    "must be a list of hosts, was " + entry.value().kind());
        }
    }

    private Optional<HostPattern> inList(Node item) {
        if (item instanceof Node.Scalar scalar && scalar.text().startsWith(REFERENCE)) {
            problems.add(item, "names a list inside a list; name both where they are used");
            return Optional.empty();
        }
        return pattern(item);
    }

    /** The patterns of one entry of {@code to}: its own, or those of the list that it names. */
    List<HostPattern> resolve(Node item) {
        var found = item instanceof Node.Scalar scalar && scalar.text().startsWith(REFERENCE)
                ? reference(scalar, scalar.text().substring(REFERENCE.length()))
                : pattern(item).map(List::of).orElse(List.of());
        boolean before = patterns <= MAX_PATTERNS;
        patterns += found.size();
        if (patterns > MAX_PATTERNS && before) {
            problems.add(
                    item, "is the host after " + MAX_PATTERNS + " in all rules together, lists resolved: too many");
        }
        return patterns > MAX_PATTERNS ? List.of() : found;
    }

    private List<HostPattern> reference(Node.Scalar at, String name) {
        used.add(name);
        var list = lists.get(name);
        if (list == null) {
            var near = Words.nearest(name, lists.keySet())
                    .map(known -> "; did you mean 'list:" + known + "'?")
                    .orElse("");
            problems.add(at, "names a list that is not there" + near);
            return List.of();
        }
        return list;
    }

    private Optional<HostPattern> pattern(Node item) {
        if (!(item instanceof Node.Scalar scalar) || scalar.isNull()) {
            problems.add(item, "must be a host, was " + item.kind());
            return Optional.empty();
        }
        try {
            return Optional.of(HostPattern.parse(scalar.text()));
        } catch (MalformedHost e) {
            problems.add(item, scalar.kind() + " " + e.reason());
            return Optional.empty();
        }
    }

    void warnUnused() {
        places.forEach((name, place) -> {
            if (!used.contains(name)) {
                warnings.add(place, "is a list that no rule names");
            }
        });
    }
}
