package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.output.Progress;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tollhouse audit reindex}. */
@Command(
        name = "reindex",
        sortOptions = false,
        description = {
            "Bring what the audit topic has into the index once more: after an index was lost, or restored from a snapshot that is older. What"
                    + " is there stays as it is, so that it can be ended and begun again at any time.",
            "",
            "  tollhouse audit reindex --from 2026-11-26 --to 2026-11-27",
            "  tollhouse audit reindex --from 6h"
        },
        exitCodeList = {
            "0:everything that an index takes is there",
            "1:another record stands under the id of one, or it was refused",
            ExitCode.USAGE_HELP,
            ExitCode.UNREACHABLE_HELP
        })
final class AuditReindexCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description =
                    "an age (90s, 10m, 24h, 7d) or a time (2026-01-31, 2026-01-31T10:00:00Z), by when brokers appended")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", defaultValue = "0s", description = "the same; where left out, now")
    private String to = "";

    private long created;
    private long duplicate;
    private long conflict;
    private long poison;
    private @Nullable String first;

    AuditReindexCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var steps = new TopicSteps(session.api().planReindex(from, to));
        try (var progress = Progress.alone(session.console(), System::nanoTime)) {
            long total = steps.total();
            steps.run(
                    slice -> {
                        var done = session.api().reindex(slice);
                        add(done);
                        return done;
                    },
                    done -> progress.at(done, total));
        }
        print();
        return conflict == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private void add(JsonNode done) {
        created += done.path("created").asLong();
        duplicate += done.path("duplicate").asLong();
        conflict += done.path("conflict").asLong();
        poison += done.path("poison").asLong();
        if (first == null && !done.path("first").asText().isEmpty()) {
            first = done.path("first").asText();
        }
    }

    private void print() {
        if (!session.isTable()) {
            session.printDocument(JsonNodeFactory.instance
                    .objectNode()
                    .put("created", created)
                    .put("duplicate", duplicate)
                    .put("conflict", conflict)
                    .put("poison", poison)
                    .put("first", first));
            return;
        }
        session.console()
                .print(String.format(
                        Locale.ROOT,
                        "%,d created, %,d there already, %,d under an id that another record has, %,d that no index takes.",
                        created,
                        duplicate,
                        conflict,
                        poison));
        if (first != null) {
            session.console().say("The first that is not there: " + first + ".");
        }
    }
}
