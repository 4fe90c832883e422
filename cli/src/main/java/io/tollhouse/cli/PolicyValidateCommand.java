package io.tollhouse.cli;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final BoundOption bound = new BoundOption();

    PolicyValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var read = PolicyFile.read(file, session.input());
        var report = new ValidationReport(session, read.label());
        try {
            var checked = bound.check(read, session.input());
            return report.report(
                    checked.policy(), checked.failures(), checked.policy().warnings());
        } catch (InvalidDocument e) {
            return report.report(null, e.problems(), List.of());
        }
    }
}
