package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollhouse fleet}. */
@Command(
        name = "fleet",
        sortOptions = false,
        description = "Show the nodes: who lives, which revision each enforces, and what is wrong.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class FleetCommand implements Callable<Integer> {
    private final Session session;

    FleetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException {
        var document = session.api().fleet();
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        int live = 0;
        for (var node : document.path("nodes")) {
            rows.add(row(node));
            live += node.path("presence").asText().equals("live") ? 1 : 0;
        }
        if (!rows.isEmpty()) {
            new Table(
                            session.console(),
                            "NODE",
                            "BOOT",
                            "PRESENCE",
                            "STATE",
                            "REVISION",
                            "ADDRESS",
                            "TUNNELS",
                            "LAST HEARD",
                            "ERROR")
                    .print(rows);
        }
        session.console().print(summary(live, document.path("revision").asLong()));
        return ExitCode.DONE;
    }

    private static List<String> row(JsonNode node) {
        return List.of(
                node.path("node").asText(),
                node.path("boot").asText(),
                node.path("presence").asText(),
                node.path("state").asText(),
                node.path("revision").asText(),
                node.path("address").asText(),
                node.path("tunnels").asText(),
                String.format(Locale.ROOT, "%.1f s ago", node.path("ageMillis").asLong() / 1000.0),
                node.path("error").asText(""));
    }

    private static String summary(int live, long revision) {
        return Count.of(live, "live node") + "; "
                + (revision == 0 ? "no policy has been published yet." : "revision " + revision + " is in force.");
    }
}
