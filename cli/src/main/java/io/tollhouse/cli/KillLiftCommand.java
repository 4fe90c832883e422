package io.tollhouse.cli;

import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.cli.api.Selector;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollhouse kill lift}. */
@Command(
        name = "lift",
        sortOptions = false,
        description = "End a kill: the one that was ordered with exactly these options.",
        exitCodeList = {
            ExitCode.DONE_HELP,
            ExitCode.REFUSED_HELP,
            ExitCode.USAGE_HELP,
            ExitCode.UNCONFIRMED_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class KillLiftCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final KillSelector selector = new KillSelector();

    @Option(names = "--why", paramLabel = "TEXT", order = 6, description = "a line for the history")
    @Nullable
    private String why;

    @Option(
            names = "--force",
            order = 7,
            description = "although others are lifted with it that the distributor does not know")
    private boolean force;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    KillLiftCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure, InterruptedException {
        var selected = selector.read(spec);
        var api = session.api();
        var published = lift(api, selected);
        session.warn(published.warnings());
        return wait.await(api, new KillReport(session, published, wait.timeout(), KillReport.What.LIFTED));
    }

    private Published lift(Api api, Selector selected) throws ApiException, Failure {
        try {
            return api.lift(selected, why, force);
        } catch (Refused e) {
            if (e.status() != Refused.NOT_FOUND) {
                throw e;
            }
            var there = e.kills().stream()
                    .map(kill -> "\n  tollhouse kill lift " + kill.options())
                    .collect(Collectors.joining());
            throw new Failure(
                    ExitCode.REFUSED,
                    "there is no kill of exactly " + selected.words()
                            + (there.isEmpty() ? ", nor any other." : ". Those that hold are lifted by" + there));
        }
    }
}
