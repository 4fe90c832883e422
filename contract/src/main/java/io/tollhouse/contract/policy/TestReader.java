package io.tollhouse.contract.policy;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one test. */
final class TestReader {

    private static final Set<String> EXPECT = Set.of("allow", "ask", "deny", "malformed", "route");

    private static final int MAX_ADDRESSES = 32;

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
        if (!request.isEmpty()) {
            fields.scalar("request").ifPresent(this::checkRequest);
        }
        var expect = expect(fields);
        var rule = texts.optional(fields, "rule", Texts.Form.RULE_ID);
        rule.ifPresent(id -> checkRule(fields, id));
        var source = fields.scalar("from").flatMap(this::address);
        var resolves = texts.some(fields, "resolves", MAX_ADDRESSES).stream()
                .flatMap(item -> addressOf(item).stream())
                .toList();
        var time = fields.scalar("time").flatMap(texts::instant);
        texts.close(fields, "tests");
        return new PolicyTest(
                agent,
                request,
                expect,
                rule.orElse(null),
                source.orElse(null),
                resolves,
                time.orElse(null),
                Place.of(fields.node()));
    }

    private void checkRequest(Node.Scalar request) {
        try {
            RequestText.parse(request.text());
        } catch (RequestText.Malformed e) {
            problems.add(request, String.valueOf(e.getMessage()));
        }
    }

    private PolicyTest.Expect expect(Fields fields) {
        if (!fields.has("expect")) {
            problems.add(
                    fields.node(),
                    fields.node().path() + ".expect",
                    "is missing: " + String.join(", ", new TreeSet<>(EXPECT)));
        }
        return PolicyTest.Expect.valueOf(fields.word("expect", EXPECT, "deny").toUpperCase(Locale.ROOT));
    }

    private Optional<IpAddress> addressOf(Node item) {
        if (item instanceof Node.Scalar scalar && !scalar.isNull()) {
            return address(scalar);
        }
        problems.add(item, "must be an address, was " + item.kind());
        return Optional.empty();
    }

    private Optional<IpAddress> address(Node.Scalar scalar) {
        try {
            return Optional.of(IpAddress.parse(scalar.text()));
        } catch (MalformedHost e) {
            problems.add(scalar, scalar.kind() + " " + e.reason());
            return Optional.empty();
        }
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
