package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one test. */
final class TestReader {

    private static final Set<String> EXPECT = Set.of("allow", "deny", "malformed", "route");

    private final Set<String> ruleIds;
    private final Texts texts;
    private final Problems problems;

    TestReader(Set<String> ruleIds, Texts texts, Problems problems) {
        this.ruleIds = ruleIds;
        this.texts = texts;
        this.problems = problems;
    }

    /** The test; empty when it is no map, which is noted. */
    Optional<PolicyTest> read(Node item) {
        return texts.fields(item).map(this::read);
    }

    private PolicyTest read(Fields fields) {
        var agent = texts.required(fields, "agent", Texts.Form.AGENT_NAME);
        var request = texts.required(fields, "request", Texts.Form.REQUEST);
        var expect = expect(fields);
        var rule = texts.optional(fields, "rule", Texts.Form.RULE_ID);
        rule.ifPresent(id -> checkRule(fields, id));
        fields.close();
        return new PolicyTest(
                agent, request, expect, rule.orElse(null), null, List.of(), null, Place.of(fields.node()));
    }

    private PolicyTest.Expect expect(Fields fields) {
        if (fields.text("expect").filter("ask"::equals).isPresent()) {
            fields.any("expect").ifPresent(at -> problems.add(at, Unenforced.value("ask", "remove the test")));
            return PolicyTest.Expect.DENY;
        }
        if (!fields.has("expect")) {
            problems.add(
                    fields.node(), fields.node().path() + ".expect", "is missing: allow, deny, malformed or route");
        }
        return PolicyTest.Expect.valueOf(fields.word("expect", EXPECT, "deny").toUpperCase(Locale.ROOT));
    }

    private void checkRule(Fields fields, String id) {
        if (!ruleIds.contains(id) && !id.startsWith("builtin.")) {
            var near = Words.nearest(id, ruleIds)
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse("");
            fields.any("rule").ifPresent(at -> problems.add(at, "is the id of no rule" + near));
        }
    }
}
