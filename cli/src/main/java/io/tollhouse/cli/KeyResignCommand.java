package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollhouse key resign}. */
@Command(
        name = "resign",
        sortOptions = false,
        description = {
            "Sign the policy in force, and the kills, once more with the key that the distributor has now.",
            "Nodes that do not trust that key yet are named first, and nothing is published."
        },
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class KeyResignCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--force",
            order = 1,
            description =
                    "leave nodes behind that do not trust the key, and lift kills that the distributor does not know")
    private boolean force;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    KeyResignCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, InterruptedException {
        var api = session.api();
        var published = api.resign(force);
        session.warn(published.warnings());
        return wait.await(api, new ApplyReport(session, published, wait.timeout()));
    }
}
