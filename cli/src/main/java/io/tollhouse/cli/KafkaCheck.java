package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.contract.trail.TrailCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks the trail as it stands on the audit topic; what lies outside of the time is looked up in the index. Then holds the index against
 * it.
 */
final class KafkaCheck {
    /** The last line, without which it is not all. */
    private static final byte[] END = "{\"tollhouse.topic.records\"".getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Session session;
    private final RunsQuestion runs;
    private long others;

    KafkaCheck(Session session, RunsQuestion runs) {
        this.session = session;
        this.runs = runs;
    }

    /** What the exit code of the command says. */
    int run(String from, String to) throws ApiException, Failure {
        var report = new VerifyReport();
        var pages = new TrailPages(session);
        var check = new TrailCheck(report::add, pages::find, runs.ask(from, to, node -> true));
        try {
            pages.run(progress -> {
                var comparison = IndexComparison.plan(session, from, to);
                long chained = check(check, from, to, (done, total) -> progress.at(done, total + comparison.total()));
                long all = chained + comparison.total();
                comparison.run(report::add, done -> progress.at(chained + done, all));
                report.compared(comparison.records());
            });
        } catch (IOException e) {
            throw new IllegalStateException("only the API is read here", e);
        }
        report.print(session, check);
        if (others > 0) {
            session.console()
                    .say(Count.of(others, "message") + " on the topic cannot be read as records;"
                            + " tollhouse audit dead-letter list names them.");
        }
        return report.isWhole() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private interface Done {
        void at(long done, long total);
    }

    /** How many messages were read at most. */
    private long check(TrailCheck check, String from, String to, Done done) throws ApiException, Failure, IOException {
        try (var topic = session.api().topic(from, to)) {
            var line = topic.documents().next();
            while (line != null && !isEnd(line)) {
                check.add(line);
                done.at(check.records(), topic.total());
                line = topic.documents().next();
            }
            if (line == null) {
                throw new Failure(
                        ExitCode.UNREACHABLE,
                        "what the audit topic has broke off in the middle: Kafka or the audit consumer went away.");
            }
            others = MAPPER.readTree(line).path("tollhouse.topic.others").asLong();
            check.end();
            return Math.max(0, topic.total());
        }
    }

    private static boolean isEnd(byte[] line) {
        return line.length > END.length && Arrays.equals(line, 0, END.length, END, 0, END.length);
    }
}
