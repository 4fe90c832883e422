package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse policy maximum apply}. */
@Command(
        name = "apply",
        sortOptions = false,
        description = {
            "Put a maximum in force: no policy may let through what it does not.",
            "It is a new revision of the policy in force, which must lie within it."
        },
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class MaximumApplyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "the maximum, in YAML or JSON; - reads standard input")
    private String file = "-";

    @Option(names = "--why", paramLabel = "TEXT", description = "a line for the history")
    @Nullable
    private String why;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    MaximumApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure, InvalidDocument, InterruptedException {
        var read = PolicyFile.read(file, session.input());
        var api = session.api();
        var published = new Sending(session).send(read, document -> api.publishMaximum(document, why));
        session.warn(published.warnings());
        return wait.await(api, new ApplyReport(session, published, wait.timeout()));
    }
}
