package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Refused;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse policy get}. */
@Command(
        name = "get",
        sortOptions = false,
        description = {
            "Print the policy in force as it was written.",
            "Who published it when goes to standard error; with --output json or yaml all is one document."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class PolicyGetCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--revision",
            paramLabel = "N",
            converter = NumberConverter.class,
            description = "that revision; where left out, the one in force")
    @Nullable
    private Long revision;

    PolicyGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var document = document();
        if (!session.isTable()) {
            session.printDocument(document);
            return ExitCode.DONE;
        }
        session.console()
                .say("revision %s, policy %s, published %s by %s%s"
                        .formatted(
                                document.path("revision").asText(),
                                document.path("policy").asText(),
                                document.path("created").asText(),
                                document.path("author").asText(),
                                why(document)));
        session.console().printBytes(document.path("text").asText().getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    private JsonNode document() throws ApiException, Failure {
        try {
            return revision == null ? session.api().policy() : session.api().policy(revision);
        } catch (Refused e) {
            if (e.status() != Refused.NOT_FOUND) {
                throw e;
            }
            throw new Failure(
                    ExitCode.REFUSED,
                    revision == null
                            ? "no policy has been published yet. tollhouse policy apply FILE publishes one."
                            : "there is no revision " + revision + ". tollhouse policy history lists them.");
        }
    }

    private static String why(JsonNode document) {
        var why = document.path("why").asText("");
        return why.isEmpty() ? "" : ": " + why;
    }
}
