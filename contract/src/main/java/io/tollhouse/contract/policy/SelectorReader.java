package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code for}: whom a rule is for. */
final class SelectorReader {

    private static final String AGENT = "agent";
    private static final int MAX_NAMES = 100;
    private static final int MAX_LABELS = 16;

    private final Texts texts;
    private final Problems problems;

    SelectorReader(Texts texts, Problems problems) {
        this.texts = texts;
        this.problems = problems;
    }

    Selector read(Fields rule) {
        if (!rule.has("for")) {
            return Selector.ALL;
        }
        var entries = rule.below("for").all();
        if (entries.isEmpty()) {
            rule.any("for")
                    .filter(Node.MapNode.class::isInstance)
                    .ifPresent(at -> problems.add(at, "names nobody; leave `for` out for everyone"));
        }
        var names = new ArrayList<AgentPattern>();
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (key.equals(AGENT)) {
                values(entry.value(), Texts.Form.AGENT).forEach(name -> names.add(new AgentPattern(name)));
            } else {
                texts.check(entry.key(), Texts.Form.LABEL);
                labels.put(key, values(entry.value(), Texts.Form.VALUE));
            }
        });
        refuseTooMany(rule, names.size(), labels.size());
        return new Selector(names, labels);
    }

    private Set<String> values(Node node, Texts.Form form) {
        var items = node instanceof Node.ListNode list ? list.items() : List.of(node);
        if (items.isEmpty()) {
            problems.add(node, "names nobody: an empty list matches nothing");
        }
        var values = new LinkedHashSet<String>();
        items.forEach(item -> texts.text(item, form).ifPresent(values::add));
        return values;
    }

    private void refuseTooMany(Fields rule, int names, int labels) {
        if (names > MAX_NAMES || labels > MAX_LABELS) {
            rule.any("for")
                    .ifPresent(at -> problems.add(
                            at,
                            "has more than " + MAX_NAMES + " names or " + MAX_LABELS
                                    + " labels; give the agents a label and name that"));
        }
    }
}
