package io.tollhouse.contract.policy;

import io.tollhouse.contract.policy.Policy.Kind;
import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads one document: a policy or a maximum. */
final class DocumentReader {

    private final Kind kind;
    private final String label;
    private final Map<String, ListFile> files;
    private final Problems problems;
    private final Problems warnings;
    private final Texts texts;

    DocumentReader(Kind kind, String label, Map<String, ListFile> files) {
        this.kind = kind;
        this.label = label;
        this.files = files;
        this.problems = new Problems(label);
        this.warnings = new Problems(label);
        this.texts = new Texts(problems);
    }

    Policy read(Node root) throws InvalidDocument {
        var fields = texts.fields(root);
        problems.throwIfAny();
        return policy(fields.orElseThrow());
    }

    Map<String, Set<String>> vocabulary() {
        return texts.vocabulary();
    }

    private Policy policy(Fields fields) throws InvalidDocument {
        version(fields);
        var name = name(fields);
        var otherwise = otherwise(fields);
        boolean strict = fields.bool("strict", true);
        var agents = agents(fields);
        var lists = new Lists(fields.below("lists"), files, texts, problems, warnings);
        var reader = new RuleReader(kind, lists, texts, problems, warnings);
        var rules = rules(fields, reader);
        var tests = tests(fields, reader);
        texts.close(fields, "");
        problems.throwIfAny();
        lists.warnOfOddOnes();
        var policy = new Policy(kind, label, name, strict, otherwise, agents, lists.named(), rules, tests, List.of());
        new Lint(policy, warnings).run();
        return policy.withWarnings(warnings.list());
    }

    private void version(Fields fields) {
        var version = fields.required("tollhouse", "v1");
        if (!version.equals("v1")) {
            fields.any("tollhouse").ifPresent(at -> problems.add(at, "must be v1, the only version there is"));
        }
    }

    /** The key that holds it says what the document is. */
    private String name(Fields fields) {
        var key = kind.name().toLowerCase(Locale.ROOT);
        var other = kind == Kind.POLICY ? "maximum" : "policy";
        fields.any(other)
                .ifPresent(at -> problems.add(
                        at,
                        kind == Kind.POLICY
                                ? "makes this a maximum, and a policy is asked for, which has `policy: NAME`"
                                : "makes this a policy, and a maximum is asked for, which has `maximum: NAME`"));
        return fields.has(other) && !fields.has(key) ? "" : texts.required(fields, key, Texts.Form.WORD);
    }

    private Mode otherwise(Fields fields) {
        var value = fields.any("default");
        if (value.isEmpty()) {
            return Mode.ENFORCE;
        }
        if (value.get() instanceof Node.MapNode) {
            var below = fields.below("default");
            action(below.any("action").orElse(value.get()));
            var mode = texts.constant(below, "mode", Mode.class).orElse(Mode.ENFORCE);
            texts.close(below, "default");
            refuseReport(fields, mode);
            return mode;
        }
        action(value.get());
        return Mode.ENFORCE;
    }

    private void action(Node at) {
        if (!(at instanceof Node.Scalar scalar) || !scalar.text().equals("deny")) {
            problems.add(
                    at,
                    at instanceof Node.MapNode
                            ? "must have `action: deny`"
                            : "must be deny: what no rule allows is refused");
        }
    }

    private void refuseReport(Fields fields, Mode mode) {
        if (kind == Kind.MAXIMUM && mode == Mode.REPORT) {
            fields.any("default")
                    .ifPresent(at -> problems.add(at, "must be enforced: a maximum that only reports is none"));
        }
    }

    private List<AgentEntry> agents(Fields fields) {
        var reader = new AgentReader(texts, problems);
        var entries = new ArrayList<AgentEntry>();
        for (var item : texts.list(fields, "agents")) {
            reader.read(item).ifPresent(entries::add);
        }
        return entries;
    }

    private List<Rule> rules(Fields fields, RuleReader reader) {
        return texts.list(fields, "rules").stream()
                .flatMap(item -> reader.read(item).stream())
                .toList();
    }

    private List<PolicyTest> tests(Fields fields, RuleReader rules) {
        var reader = new TestReader(rules.ids(), texts, problems);
        return texts.list(fields, "tests").stream()
                .flatMap(item -> reader.read(item).stream())
                .toList();
    }
}
