package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollhouse policy maximum remove}. */
@Command(
        name = "remove",
        sortOptions = false,
        description = "Take the maximum away, in a new revision of the policy in force. The history keeps it.",
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class MaximumRemoveCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--why", paramLabel = "TEXT", description = "a line for the history")
    @Nullable
    private String why;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    MaximumRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, InterruptedException {
        var api = session.api();
        var published = api.removeMaximum(why);
        session.warn(published.warnings());
        return wait.await(api, new ApplyReport(session, published, wait.timeout()));
    }
}
