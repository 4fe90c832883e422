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

    /** In all files together. */
    private static final long MAX_ENTRIES = 2_000_000;

    private final Map<String, NamedList> lists = new LinkedHashMap<>();
    private final Map<String, Node> places = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Map<String, ListFile> files;
    private final Texts texts;
    private final Problems problems;
    private final Problems warnings;
    private long entries;

    /** @param files by the name that the policy gives them */
    Lists(Fields fields, Map<String, ListFile> files, Texts texts, Problems problems, Problems warnings) {
        this.files = files;
        this.texts = texts;
        this.problems = problems;
        this.warnings = warnings;
        fields.all().forEach(this::add);
    }

    private void add(String name, Node.Entry entry) {
        texts.check(entry.key(), Texts.Form.WORD);
        places.put(name, entry.key());
        lists.put(name, list(name, entry));
    }

    private NamedList list(String name, Node.Entry entry) {
        var at = Place.of(entry.key());
        if (entry.value() instanceof Node.ListNode list) {
            var patterns = new ArrayList<HostPattern>();
            list.items().forEach(item -> inList(item).ifPresent(patterns::add));
            return new NamedList(name, null, HostEntries.of(patterns), at);
        }
        if (entry.value() instanceof Node.MapNode) {
            var fields = Fields.of(entry.value(), problems);
            var file = texts.required(fields, "file", Texts.Form.FILE);
            texts.close(fields, "lists");
            return new NamedList(name, file, file.isEmpty() ? HostEntries.of(List.of()) : file(fields, file), at);
        }
        problems.add(
                entry.value(),
                "must be a list of hosts, or {file: NAME}, was " + entry.value().kind());
        return new NamedList(name, null, HostEntries.of(List.of()), at);
    }

    private HostEntries file(Fields fields, String name) {
        var at = fields.any("file").orElse(fields.node());
        var file = files.get(name);
        if (file == null) {
            problems.add(at, "names a file that did not come with the policy; write its entries out, or send it along");
            return HostEntries.of(List.of());
        }
        if (read.add(name)) {
            file.problems().forEach(problems::add);
            entries += file.entries().size();
            if (entries > MAX_ENTRIES && entries - file.entries().size() <= MAX_ENTRIES) {
                problems.add(at, "brings the files of the policy to more than " + MAX_ENTRIES + " entries together");
            }
        }
        return file.entries();
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

    void warnOfOddOnes() {
        places.forEach((name, place) -> {
            var list = lists.get(name);
            if (!used.contains(name)) {
                warnings.add(place, "is a list that no rule names");
            } else if (list != null && list.entries().size() == 0) {
                warnings.add(place, "is empty, so no host is in it");
            }
        });
    }
}
