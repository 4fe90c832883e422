package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse policy history}. */
@Command(
        name = "history",
        sortOptions = false,
        description = "List the revisions that were published, newest first.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class PolicyHistoryCommand implements Callable<Integer> {
    private static final int HASH_SHOWN = 12;

    private final Session session;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            converter = NumberConverter.class,
            description = "how many at the most (${DEFAULT-VALUE})")
    private long limit;

    PolicyHistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException {
        var document = session.api().revisions(limit);
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        document.path("revisions").forEach(revision -> rows.add(row(revision)));
        if (rows.isEmpty()) {
            session.console().say("No policy has been published yet. tollhouse policy apply FILE publishes one.");
        } else {
            new Table(session.console(), "REVISION", "CREATED", "AUTHOR", "POLICY", "MAXIMUM", "BASE", "HASH", "WHY")
                    .print(rows);
        }
        return ExitCode.DONE;
    }

    private static List<String> row(JsonNode revision) {
        var hash = revision.path("hash").asText();
        return List.of(
                revision.path("revision").asText(),
                revision.path("created").asText(),
                revision.path("author").asText(),
                revision.path("policy").asText(),
                revision.path("maximum").asText(""),
                revision.path("base").asText(),
                hash.substring(0, Math.min(HASH_SHOWN, hash.length())),
                revision.path("why").asText(""));
    }
}
