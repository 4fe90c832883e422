package io.tollhouse.contract.policy;

import io.tollhouse.contract.yaml.Fields;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.Problems;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of the texts that stand in a policy. */
final class Texts {

    /** A form that a text must have. */
    enum Form {
        /** The policy's own label, and names of lists. */
        WORD("[a-z0-9][a-z0-9-]{0,62}", "lower-case letters, digits and hyphens, at most 63"),
        RULE_ID("[a-z0-9][a-z0-9.-]{0,62}", "lower-case letters, digits, dots and hyphens, at most 63"),
        AGENT("[A-Za-z0-9._@*-]{1,64}", "letters, digits, . _ @ - and * for any characters, at most 64"),
        AGENT_NAME(AgentName.PATTERN, AgentName.FORM),
        LABEL("[a-z][a-z0-9_.-]{0,62}", "lower-case letters, digits, . _ -, beginning with a letter, at most 63"),
        VALUE("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}", "letters, digits, . _ -, at most 63"),
        SENTENCE("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,300}", "one line of at most 300 printable characters"),
        REQUEST("[!-~]{1,16} \\S.{0,4095}", "a method, a space, and a URL or host:port");

        private final Pattern pattern;
        private final String description;

        Form(String pattern, String description) {
            this.pattern = Pattern.compile(pattern);
            this.description = description;
        }
    }

    private final Problems problems;

    Texts(Problems problems) {
        this.problems = problems;
    }

    /** Text of this form that must be there; the placeholder of the form's own where it is not. */
    String required(Fields fields, String key, Form form) {
        if (!fields.has(key)) {
            return fields.required(key, "");
        }
        return fields.any(key).flatMap(node -> text(node, form)).orElse("");
    }

    /** Text of this form, where it is there. */
    Optional<String> optional(Fields fields, String key, Form form) {
        return fields.any(key).flatMap(node -> text(node, form));
    }

    /** The node's text if it has this form; else it is noted. */
    Optional<String> text(Node node, Form form) {
        if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return check(scalar, form) ? Optional.of(scalar.text()) : Optional.empty();
        }
        problems.add(node, "must be text, was " + node.kind());
        return Optional.empty();
    }

    /** Whether the text has this form; if not, it is noted. */
    boolean check(Node.Scalar scalar, Form form) {
        boolean right = form.pattern.matcher(scalar.text()).matches();
        if (!right) {
            problems.add(scalar, "must be " + form.description + ", was " + scalar.kind());
        }
        return right;
    }

    /** The fields of a map; something else is noted once, without what it lacks as a map. */
    Optional<Fields> fields(Node node) {
        var fields = Fields.of(node, problems);
        return node instanceof Node.MapNode ? Optional.of(fields) : Optional.empty();
    }

    /** The items of a list; something else is noted and read as an empty one. Absent and nothing are empty too. */
    List<Node> list(Fields fields, String key) {
        var node = fields.any(key);
        if (node.isEmpty() || (node.get() instanceof Node.Scalar scalar && scalar.isNull())) {
            return List.of();
        }
        if (node.get() instanceof Node.ListNode list) {
            return list.items();
        }
        problems.add(node.get(), "must be a list, was " + node.get().kind());
        return List.of();
    }
}
