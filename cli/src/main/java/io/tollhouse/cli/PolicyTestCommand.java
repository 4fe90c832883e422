package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.output.Table;
import io.tollhouse.contract.decision.Checked;
import io.tollhouse.contract.decision.PolicyTests;
import io.tollhouse.contract.decision.PolicyTests.Result;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy test}. */
@Command(
        name = "test",
        sortOptions = false,
        description = {
            "Run a policy's own tests and show how each went. Needs no fleet.",
            "Names are judged as such, without resolving them."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP})
final class PolicyTestCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = PolicyFile.HELP)
    private String file = "-";

    @Option(names = "--coverage", order = 1, description = "say which rules decide in no test")
    private boolean coverage;

    @Option(
            names = "--min-coverage",
            paramLabel = "PERCENT",
            order = 2,
            converter = NumberConverter.class,
            description = "fail where fewer of the rules decide in some test")
    @Nullable
    private Long least;

    @Mixin
    private final BoundOption bound = new BoundOption();

    PolicyTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure, InvalidDocument {
        var read = PolicyFile.read(file, session.input());
        var checked = bound.check(read, session.input());
        session.warn(checked.policy().warnings().stream().map(Problem::toString).toList());
        var failures = checked.failures();
        var covered = PolicyTests.coverage(checked.results(), checked.policy());
        if (session.isTable()) {
            printTable(read.label(), checked, failures);
            printCoverage(read.label(), covered);
        } else {
            printDocument(checked.results(), covered);
        }
        boolean enough = least == null || covered.percent() >= least;
        return failures.isEmpty() && enough ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void printTable(String label, Checked checked, List<Problem> failures) {
        var console = session.console();
        if (checked.results().isEmpty()) {
            console.print(label + " has no tests. docs/policy.md shows how to write them.");
            return;
        }
        new Table(console, "RESULT", "AGENT", "REQUEST", "EXPECTED", "GOT")
                .print(checked.results().stream().map(PolicyTestCommand::row).toList());
        failures.forEach(failure -> console.say(failure.toString()));
        int all = checked.results().size();
        console.print((all - failures.size()) + " of " + Count.of(all, "test") + " passed.");
    }

    private void printCoverage(String label, PolicyTests.Coverage covered) {
        if (coverage || least != null) {
            covered.missed()
                    .forEach(rule -> session.console()
                            .print(rule.at()
                                    .problem(label, "rule " + rule.id() + " decides in no test")
                                    .toString()));
            session.console()
                    .print("%d of %s decide in a test (%d %%)."
                            .formatted(covered.covered(), Count.of(covered.rules(), "rule"), covered.percent()));
        }
        if (least != null && covered.percent() < least) {
            session.console().say("tollhouse: " + least + " % are asked for.");
        }
    }

    private static List<String> row(Result result) {
        var test = result.test();
        return List.of(
                result.passed() ? "pass" : "FAIL",
                test.agent(),
                test.request(),
                judged(test.expect().label(), test.rule()),
                judged(result.got().verdict().label(), result.got().rule()));
    }

    private static String judged(String verdict, @Nullable String rule) {
        return rule == null ? verdict : verdict + " by " + rule;
    }

    private void printDocument(List<Result> results, PolicyTests.Coverage covered) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("passed", results.stream().allMatch(Result::passed));
        var tests = document.putArray("tests");
        for (var result : results) {
            var test = result.test();
            var node = tests.addObject()
                    .put("passed", result.passed())
                    .put("agent", test.agent())
                    .put("request", test.request())
                    .put("line", test.at().line());
            node.putObject("expected").put("verdict", test.expect().label()).put("rule", test.rule());
            node.putObject("got")
                    .put("verdict", result.got().verdict().label())
                    .put("rule", result.got().rule())
                    .put("reason", result.got().reason());
        }
        var shown = document.putObject("coverage")
                .put("rules", covered.rules())
                .put("covered", covered.covered())
                .put("percent", covered.percent());
        var missed = shown.putArray("missed");
        covered.missed().forEach(rule -> missed.add(rule.id()));
        session.printDocument(document);
    }
}
