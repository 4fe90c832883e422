package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tollhouse audit tail}. */
@Command(
        name = "tail",
        sortOptions = false,
        description = {"Show decisions as they are made, until Ctrl-C.", "", AuditSearchCommand.QUERY_HELP},
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.REFUSED_HELP, ExitCode.USAGE_HELP, ExitCode.UNREACHABLE_HELP})
final class AuditTailCommand implements Callable<Integer> {
    /** The line in which the tail says how many records it left out. */
    private static final String SKIPPED = "{\"tollhouse.tail.skipped\"";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Session session;

    @Parameters(paramLabel = "QUERY", arity = "0..*", description = "what to show; where left out, everything")
    private List<String> query = List.of();

    AuditTailCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ApiException, Failure {
        var words = String.join(" ", query);
        var sink = AuditSink.of(session);
        try (var lines = session.api().tail(words.isEmpty() ? null : words)) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                show(line, sink);
                if (!sink.flush()) {
                    return ExitCode.DONE;
                }
            }
        }
        throw new Failure(ExitCode.UNREACHABLE, "the distributor ended the tail. Start it again.");
    }

    private void show(byte[] line, AuditSink sink) {
        var text = new String(line, StandardCharsets.UTF_8);
        if (!text.startsWith(SKIPPED)) {
            sink.add(line);
            return;
        }
        try {
            var skipped = MAPPER.readTree(line).path("tollhouse.tail.skipped").asLong();
            session.console()
                    .say(Count.of(skipped, "record") + " left out: they came too fast. Narrow the query, or search.");
        } catch (IOException e) {
            sink.add(line);
        }
    }
}
