package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.cli.api.ApiException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse fleet}. */
@Command(
        name = "fleet",
        sortOptions = false,
        description = {
            "Show the nodes: who lives, which revision each enforces, and what is wrong.",
            "Without --watch also whether the audit trail has gaps."
        },
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
            var api = session.api();
            FleetTable.print(session.console(), api.fleet());
            session.console().flush();
            session.console().print(TrailGaps.line(TrailGaps.asked(api)));
        } else {
            var api = session.api();
            var fleet = api.fleet();
            if (fleet instanceof ObjectNode document) {
                document.set("trail", TrailGaps.asked(api));
            }
            session.printDocument(fleet);
        }
        return ExitCode.DONE;
    }
}
