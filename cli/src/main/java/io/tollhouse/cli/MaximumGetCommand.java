package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Refused;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollhouse policy maximum get}. */
@Command(
        name = "get",
        sortOptions = false,
        description = {
            "Print the maximum in force as it was written.",
            "Who put it in force when goes to standard error; with --output json or yaml all is one document."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class MaximumGetCommand implements Callable<Integer> {
    private final Session session;

    MaximumGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var document = document();
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        var why = document.path("why").asText("");
        session.console()
                .say("in force since %s, by %s%s"
                        .formatted(
                                document.path("created").asText(),
                                document.path("author").asText(),
                                why.isEmpty() ? "" : ": " + why));
        session.console().printBytes(document.path("text").asText().getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    private JsonNode document() throws ApiException, Failure {
        try {
            return session.api().maximum();
        } catch (Refused e) {
            if (e.status() != Refused.NOT_FOUND) {
                throw e;
            }
            throw new Failure(
                    ExitCode.REFUSED, "no maximum is in force. tollhouse policy maximum apply FILE puts one there.");
        }
    }
}
