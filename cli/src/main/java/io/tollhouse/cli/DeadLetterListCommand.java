package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollhouse audit dead-letter list}. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Show the envelopes of records that could not be indexed, newest first: which record, whose, where it stood on the audit"
                    + " topic, and why. With --output json envelopes come as they are stored, with the original bytes.",
            "",
            "  tollhouse audit dead-letter list --from 7d"
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class DeadLetterListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private DeadLetterTimes times = new DeadLetterTimes();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            converter = NumberConverter.OrAll.class,
            description = "how many at the most, or all (${DEFAULT-VALUE})")
    private long limit;

    DeadLetterListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var sink = session.isTable() ? new DeadLetterTable(session.console()) : AuditSink.of(session);
        var pages = new AuditPages(session.api(), sink, limit);
        try (var progress = new Progress(session.console(), System::nanoTime)) {
            pages.take(times.search("desc"), progress);
        }
        if (session.console().flush()) {
            report(pages.shown(), pages.total());
        }
        return ExitCode.DONE;
    }

    private void report(long shown, long total) {
        if (shown == 0) {
            session.console().say("No dead letters; --from goes back further.");
        } else if (shown < total) {
            session.console()
                    .say(shown + " of " + total + " shown" + (limit < total ? "; --limit all shows every one" : ""));
        }
    }
}
