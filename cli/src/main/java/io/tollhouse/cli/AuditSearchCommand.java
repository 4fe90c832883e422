package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Search;
import io.tollhouse.cli.output.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse audit search}. */
@Command(
        name = "search",
        sortOptions = false,
        description = {
            "Search what was decided. With --output json records come as they are stored, one a line.",
            "",
            "  tollhouse audit search 'agent:research-1 verdict:deny' --since 10m --limit all",
            "  tollhouse audit search 'host:*.example.org NOT rule:packages bytes:>1000'",
            "",
            AuditSearchCommand.QUERY_HELP
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class AuditSearchCommand implements Callable<Integer> {
    static final String QUERY_HELP =
            "field:value pairs, all of which must hold; short names of fields are agent, host, port,"
                    + " ip, verdict, rule, reason, stage, node, revision, method, path, status, bytes, request."
                    + " A query that begins with - must stand behind --.";

    private final Session session;

    @Parameters(paramLabel = "QUERY", arity = "0..*", description = "what to look for; where left out, everything")
    private List<String> query = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "an age (90s, 10m, 24h, 7d) or a time (2026-01-31T10:00:00Z); where left out, 24h")
    @Nullable
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "the same; where left out, now")
    @Nullable
    private String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            converter = NumberConverter.OrAll.class,
            description = "how many at the most, or all (${DEFAULT-VALUE})")
    private long limit;

    @Option(names = "--sort", paramLabel = "ORDER", description = "desc, newest first, or asc; where left out, desc")
    @Nullable
    private String sort;

    AuditSearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var words = String.join(" ", query);
        var search = new Search(words.isEmpty() ? null : words, since, until, sort);
        var pages = new AuditPages(session.api(), AuditSink.of(session), limit);
        try (var progress = new Progress(session.console(), System::nanoTime)) {
            pages.take(search, progress);
        }
        if (session.console().flush()) {
            report(pages.shown(), pages.total());
        }
        return ExitCode.DONE;
    }

    private void report(long shown, long total) {
        if (shown == 0) {
            session.console()
                    .say(
                            "Nothing matches. Records are found a second or two after a decision; --since goes back further.");
        } else if (shown < total) {
            session.console()
                    .say(shown + " of " + total + " shown" + (limit < total ? "; --limit all shows every one" : ""));
        }
    }
}
