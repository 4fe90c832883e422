package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollhouse key list}. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Show which key signs, and which keys each node trusts.",
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class KeyListCommand implements Callable<Integer> {
    private final Session session;

    KeyListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException {
        var document = session.api().keys();
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        document.path("nodes").forEach(node -> rows.add(row(node)));
        if (!rows.isEmpty()) {
            new Table(session.console(), "NODE", "PRESENCE", "TRUSTS").print(rows);
        }
        session.console()
                .print("This distributor signs with " + document.path("signing").asText() + ".");
        session.console().print(signed("The policy in force", document.path("policy")));
        session.console().print(signed("What is laid over it", document.path("overlay")));
        return ExitCode.DONE;
    }

    private static List<String> row(JsonNode node) {
        var keys = new ArrayList<String>();
        node.path("trustedKeys").forEach(key -> keys.add(key.asText()));
        return List.of(node.path("node").asText(), node.path("presence").asText(), String.join(", ", keys));
    }

    private static String signed(String what, JsonNode key) {
        return what + (key.isTextual() ? " is signed with " + key.asText() + "." : ": nothing.");
    }
}
