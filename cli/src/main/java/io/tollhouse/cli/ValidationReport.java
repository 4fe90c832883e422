package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a document. */
record ValidationReport(Session session, String label) {

    /** @param policy null where it could not even be read */
    int report(@Nullable Policy policy, List<Problem> problems, List<Problem> warnings) {
        problems.forEach(problem -> session.console().say(problem.toString()));
        session.warn(warnings.stream().map(Problem::toString).toList());
        if (!session.isTable()) {
            printDocument(policy, problems, warnings);
        } else if (policy != null && problems.isEmpty()) {
            session.console().print(sentence(policy));
        } else {
            session.console()
                    .say("tollhouse: " + label + " is not valid: " + Count.of(problems.size(), "problem") + ".");
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private String sentence(Policy policy) {
        var rules = Count.of(policy.rules().size(), "rule");
        return policy.kind() == Policy.Kind.MAXIMUM
                ? "%s is valid: maximum %s with %s.".formatted(label, policy.name(), rules)
                : "%s is valid: policy %s with %s and %s, all of which pass."
                        .formatted(
                                label,
                                policy.name(),
                                rules,
                                Count.of(policy.tests().size(), "test"));
    }

    private void printDocument(@Nullable Policy policy, List<Problem> problems, List<Problem> warnings) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("valid", problems.isEmpty());
        if (policy != null) {
            document.put(policy.kind() == Policy.Kind.MAXIMUM ? "maximum" : "policy", policy.name());
            document.put("rules", policy.rules().size());
            document.put("tests", policy.tests().size());
        }
        document.set("problems", array(problems));
        document.set("warnings", array(warnings));
        session.printDocument(document);
    }

    /** In the form that the API gives a problem. */
    private static ArrayNode array(List<Problem> problems) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var problem : problems) {
            array.addObject()
                    .put("label", problem.label())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("path", problem.path())
                    .put("message", problem.message())
                    .put("text", problem.toString());
        }
        return array;
    }
}
