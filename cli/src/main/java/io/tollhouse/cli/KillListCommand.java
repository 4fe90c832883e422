package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollhouse kill list}. */
@Command(
        name = "list",
        sortOptions = false,
        description = "List the kills that hold, newest first.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class KillListCommand implements Callable<Integer> {
    private final Session session;

    KillListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException {
        var document = session.api().kills();
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        document.path("kills").forEach(kill -> rows.add(row(kill)));
        if (rows.isEmpty()) {
            session.console().say("No kill holds.");
        } else {
            new Table(session.console(), "AGENT", "DESTINATION", "RULE", "NODE", "SINCE", "UNTIL", "AUTHOR", "WHY")
                    .print(rows);
        }
        return ExitCode.DONE;
    }

    private static List<String> row(JsonNode kill) {
        return List.of(
                selected(kill, "agent"),
                selected(kill, "destination"),
                selected(kill, "rule"),
                selected(kill, "node"),
                kill.path("since").asText(),
                kill.path("until").asText("lifted"),
                kill.path("author").asText(),
                kill.path("why").asText(""));
    }

    private static String selected(JsonNode kill, String name) {
        return kill.path(name).asText("any");
    }
}
