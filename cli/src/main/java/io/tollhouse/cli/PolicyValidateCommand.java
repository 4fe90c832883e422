package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy validate}. */
@Command(
        name = "validate",
        sortOptions = false,
        description = "Say everything that is wrong with a policy, each with its line. Needs no fleet.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP})
final class PolicyValidateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = PolicyFile.HELP)
    private String file = "-";

    PolicyValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var read = PolicyFile.read(file, session.input());
        try {
            var checked = CheckedPolicy.of(read);
            report(
                    read.label(),
                    checked.policy(),
                    checked.failures(),
                    checked.policy().warnings());
            return checked.failures().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
        } catch (InvalidDocument e) {
            report(read.label(), null, e.problems(), List.of());
            return ExitCode.REFUSED;
        }
    }

    private void report(String label, @Nullable Policy policy, List<Problem> problems, List<Problem> warnings) {
        problems.forEach(problem -> session.console().say(problem.toString()));
        session.warn(warnings.stream().map(Problem::toString).toList());
        if (!session.isTable()) {
            printDocument(policy, problems, warnings);
        } else if (policy != null && problems.isEmpty()) {
            session.console()
                    .print("%s is valid: policy %s with %s and %s, all of which pass."
                            .formatted(
                                    label,
                                    policy.name(),
                                    Count.of(policy.rules().size(), "rule"),
                                    Count.of(policy.tests().size(), "test")));
        } else {
            session.console()
                    .say("tollhouse: " + label + " is not valid: " + Count.of(problems.size(), "problem") + ".");
        }
    }

    private void printDocument(@Nullable Policy policy, List<Problem> problems, List<Problem> warnings) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("valid", problems.isEmpty());
        if (policy != null) {
            document.put("policy", policy.name());
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
