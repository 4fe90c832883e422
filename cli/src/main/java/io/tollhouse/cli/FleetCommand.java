package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse fleet}. */
@Command(
        name = "fleet",
        sortOptions = false,
        description = "Show the nodes: who lives, which revision each enforces, and what is wrong.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class FleetCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Session session;

    @Option(
            names = "--watch",
            description = {
                "look again each second, until Ctrl-C: on a terminal",
                "in place, elsewhere a line for each change"
            })
    private boolean watch;

    FleetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, InterruptedException {
        if (watch) {
            var view = FleetViews.of(session.console(), session.format());
            var end = CtrlC.endsWell(session.console());
            try {
                new FleetWatch(session.api(), view, () -> Thread.sleep(INTERVAL.toMillis())).run();
            } finally {
                end.forget();
            }
        } else if (session.isTable()) {
            FleetTable.print(session.console(), session.api().fleet());
        } else {
            session.printDocument(session.api().fleet());
        }
        return ExitCode.DONE;
    }
}
