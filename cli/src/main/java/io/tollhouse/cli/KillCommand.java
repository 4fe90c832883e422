package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollhouse kill}. */
@Command(
        name = "kill",
        sortOptions = false,
        description = {
            "Stop something at once on every node, and cut what is in flight.",
            "It stands above the policy. Of several options all must hold; the same again replace that kill."
        },
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class KillCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final KillSelector selector = new KillSelector();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            order = 5,
            converter = LastingConverter.class,
            description = "how long it holds, as 90s, 30m, 2h or 7d; until it is lifted where it is left out")
    @Nullable
    private String lasts;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            order = 6,
            description = "a line for the history; agents never see it")
    @Nullable
    private String why;

    @Option(
            names = "--force",
            order = 7,
            description =
                    "although a rule or node is not known, or kills are lifted that the distributor does not know")
    private boolean force;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    KillCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, InterruptedException {
        var selected = selector.read(spec);
        var api = session.api();
        var published = api.kill(selected, lasts, why, force);
        session.warn(published.warnings());
        return wait.await(api, new KillReport(session, published, wait.timeout(), KillReport.What.KILLED));
    }
}
