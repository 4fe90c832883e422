package io.tollhouse.cli;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy maximum validate}. */
@Command(
        name = "validate",
        sortOptions = false,
        description = {
            "Say everything that is wrong with a maximum, each with its line. Needs no fleet.",
            "Whether a policy lies within it: tollhouse policy validate FILE --maximum FILE"
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP})
final class MaximumValidateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "the maximum, in YAML or JSON; - reads standard input")
    private String file = "-";

    MaximumValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var read = PolicyFile.read(file, session.input());
        var report = new ValidationReport(session, read.label());
        try {
            var maximum = BoundOption.read(read);
            return report.report(maximum, List.of(), maximum.warnings());
        } catch (InvalidDocument e) {
            return report.report(null, e.problems(), List.of());
        }
    }
}
