package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import io.tollhouse.contract.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Reads a policy, in YAML or JSON. */
public final class PolicyCodec {

    /** The largest text of a policy; signed and in its envelope it must fit into a record of 256 KiB. */
    public static final int MAX_BYTES = 192 * 1024;

    private final String label;
    private final Problems problems;
    private final Problems warnings;
    private final Texts texts;

    private PolicyCodec(String label) {
        this.label = label;
        this.problems = new Problems(label);
        this.warnings = new Problems(label);
        this.texts = new Texts(problems);
    }

    /**
     * Reads a policy with all its problems.
     *
     * @param label what messages call the document, usually its file name
     * @throws InvalidDocument with every problem, each with its line and key
     */
    public static Policy parse(byte[] utf8, String label) throws InvalidDocument {
        var root = YamlReader.read(utf8, label, MAX_BYTES);
        var codec = new PolicyCodec(label);
        var fields = codec.texts.fields(root);
        codec.problems.throwIfAny();
        return codec.policy(fields.orElseThrow());
    }

    private Policy policy(Fields fields) throws InvalidDocument {
        version(fields);
        var name = texts.required(fields, "policy", Texts.Form.WORD);
        defaultAction(fields);
        boolean strict = fields.bool("strict", true);
        var agents = agents(fields);
        var lists = new Lists(fields.below("lists"), texts, problems, warnings);
        var reader = new RuleReader(lists, texts, problems);
        var rules = rules(fields, reader);
        var tests = tests(fields, reader);
        fields.close();
        problems.throwIfAny();
        lists.warnUnused();
        var policy = new Policy(
                Policy.Kind.POLICY, label, name, strict, Mode.ENFORCE, agents, lists.named(), rules, tests, List.of());
        new Lint(policy, warnings).run();
        return policy.withWarnings(warnings.list());
    }

    private void version(Fields fields) {
        var version = fields.required("tollhouse", "v1");
        if (!version.equals("v1")) {
            fields.any("tollhouse").ifPresent(at -> problems.add(at, "must be v1, the only version there is"));
        }
    }

    private void defaultAction(Fields fields) {
        var value = fields.any("default");
        if (value.isEmpty()
                || (value.get() instanceof Node.Scalar scalar && scalar.text().equals("deny"))) {
            return;
        }
        var message = value.get() instanceof Node.MapNode
                ? Unenforced.value("a default with a mode", "write `default: deny`")
                : "must be deny: what no rule allows is refused";
        problems.add(value.get(), message);
    }

    private List<AgentEntry> agents(Fields fields) {
        var entries = new ArrayList<AgentEntry>();
        for (var item : texts.list(fields, "agents")) {
            texts.fields(item).map(this::agent).ifPresent(entries::add);
        }
        return entries;
    }

    private AgentEntry agent(Fields fields) {
        var name = texts.required(fields, "name", Texts.Form.AGENT);
        var labels = new HashMap<String, String>();
        fields.below("labels").all().forEach((key, entry) -> {
            texts.check(entry.key(), Texts.Form.LABEL);
            texts.text(entry.value(), Texts.Form.VALUE).ifPresent(value -> labels.put(key, value));
        });
        fields.close(Unenforced::agentKey);
        return new AgentEntry(
                new AgentPattern(name), List.of(), List.of(), labels, Mode.ENFORCE, Place.of(fields.node()));
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
