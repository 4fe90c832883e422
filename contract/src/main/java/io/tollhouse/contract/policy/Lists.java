package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The named lists of a policy, and the reading of {@code to}, which may name them. */
final class Lists {

    private static final String REFERENCE = "list:";

    private final Map<String, NamedList> lists = new LinkedHashMap<>();
    private final Map<String, Node> places = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Texts texts;
    private final Problems problems;
    private final Problems warnings;

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
        if (entry.value() instanceof Node.ListNode list) {
            list.items().forEach(item -> inList(item).ifPresent(patterns::add));
        } else if (entry.value() instanceof Node.MapNode) {
            problems.add(entry.value(), Unenforced.value("a list in a file", "write its entries out"));
        } else {
            problems.add(
                    entry.value(),
                    "must be a list of hosts, was " + entry.value().kind());
        }
        lists.put(name, new NamedList(name, null, HostEntries.of(patterns), Place.of(entry.key())));
    }

    private Optional<HostPattern> inList(Node item) {
        if (item instanceof Node.Scalar scalar && scalar.text().startsWith(REFERENCE)) {
            problems.add(item, "names a list inside a list; name both where they are used");
            return Optional.empty();
        }
        return pattern(item);
    }

    /** Where a rule leads to. */
    Targets targets(List<Node> items) {
        var hosts = new LinkedHashSet<HostPattern>();
        var names = new LinkedHashSet<String>();
        for (var item : items) {
            if (item instanceof Node.Scalar scalar && scalar.text().startsWith(REFERENCE)) {
                reference(scalar, scalar.text().substring(REFERENCE.length())).ifPresent(names::add);
            } else {
                pattern(item).ifPresent(hosts::add);
            }
        }
        return new Targets(List.copyOf(hosts), List.copyOf(names));
    }

    private Optional<String> reference(Node.Scalar at, String name) {
        used.add(name);
        if (lists.containsKey(name)) {
            return Optional.of(name);
        }
        var near = Words.nearest(name, lists.keySet())
                .map(known -> "; did you mean 'list:" + known + "'?")
                .orElse("");
        problems.add(at, "names a list that is not there" + near);
        return Optional.empty();
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

    /** By name, in the order of the document. */
    Map<String, NamedList> named() {
        return lists;
    }

    void warnUnused() {
        places.forEach((name, place) -> {
            if (!used.contains(name)) {
                warnings.add(place, "is a list that no rule names");
            }
        });
    }
}
