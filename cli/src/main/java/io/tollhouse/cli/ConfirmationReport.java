package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.api.Published.Run;
import io.tollhouse.cli.output.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the nodes take what was published: a line for each that confirms, and at the end how many did.
 *
 * <p>For people all of it is the result; for programs the lines go to standard error, and the result is one document.
 */
abstract class ConfirmationReport {
    private final Session session;
    private final Published published;
    private final Duration timeout;
    private final Table table;

    ConfirmationReport(Session session, Published published, Duration timeout, String... heads) {
        this.session = session;
        this.published = published;
        this.timeout = timeout;
        this.table = new Table(session.console(), heads).reserve(0, widest(published));
    }

    private static int widest(Published published) {
        return published.nodes().stream()
                .mapToInt(run -> run.node().length())
                .max()
                .orElse(0);
    }

    /** A row under the heads. */
    abstract List<String> row(Confirmation confirmation, String time);

    /** What a node did, behind its name. */
    abstract String words(Confirmation confirmation);

    /** What a node may go on doing that does not confirm, from {@code and} on; empty where its last word tells it. */
    abstract String risk();

    /** What a node last said of itself that does not confirm. */
    abstract String lastWord(Confirmation confirmation);

    /** What was done, when nobody is waited for. */
    abstract String unawaitedSentence();

    /** What was done, when nobody is there to confirm it. */
    abstract String nobodySentence();

    /** The last line. */
    abstract String summary(ConfirmationWait.Result result, long confirmed, boolean complete);

    /** Adds what this kind of change has to tell. */
    void complete(ObjectNode document, ConfirmationWait.Result result) {}

    /** A node has confirmed. */
    final void confirmed(Confirmation confirmation) {
        var time = millis(confirmation.at()) + " ms";
        if (session.isTable()) {
            table.print(List.of(row(confirmation, time)));
            session.console().flush();
        } else {
            var run = confirmation.run();
            session.console().say(run.node() + " (boot " + run.boot() + ") " + words(confirmation) + " after " + time);
        }
    }

    /** Nobody is waited for. */
    final int unawaited() {
        if (session.isTable()) {
            session.console().print(unawaitedSentence());
        } else {
            session.printDocument(published.document());
        }
        return ExitCode.DONE;
    }

    /** The wait is over. */
    final int finish(ConfirmationWait.Result result) {
        var nodes = published.nodes();
        long confirmed = nodes.stream().filter(result::confirmedBy).count();
        boolean complete = confirmed == nodes.size() && confirmed > 0;
        nodes.stream()
                .filter(run -> !result.confirmedBy(run))
                .forEach(run -> session.console().say("tollhouse: " + run.node() + " " + why(result, run)));
        result.lost()
                .forEach(node -> session.console()
                        .say("tollhouse: " + node + " is lost, and may still serve by what it last knew."));
        if (!session.isTable()) {
            session.printDocument(document(result, confirmed, complete));
        } else if (nodes.isEmpty()) {
            session.console().print(nobodySentence());
        } else {
            session.console().print(summary(result, confirmed, complete));
        }
        return complete ? ExitCode.DONE : ExitCode.UNCONFIRMED;
    }

    final Published published() {
        return published;
    }

    /** Of the node that took longest. */
    final long slowestMillis(ConfirmationWait.Result result) {
        return published.nodes().stream()
                .mapToLong(run -> millis(last(result, run)))
                .max()
                .orElse(0);
    }

    private static @Nullable Instant last(ConfirmationWait.Result result, Run run) {
        var confirmation = result.last().get(run);
        return confirmation == null ? null : confirmation.at();
    }

    /** From the record to the node's word, both by the brokers' clock. */
    private long millis(@Nullable Instant at) {
        return at == null ? 0 : Math.max(0, Duration.between(published.at(), at).toMillis());
    }

    private String why(ConfirmationWait.Result result, Run run) {
        var waited = DurationConverter.inWords(timeout);
        var last = result.last().get(run);
        if (last == null) {
            return "did not confirm within " + waited + ": "
                    + (result.trouble() == null ? "the fleet no longer shows it." : result.trouble());
        }
        if (last.error() != null) {
            return "does not enforce it: " + last.error();
        }
        if (last.presence().equals("left")) {
            return "stopped before it confirmed.";
        }
        var said = "did not confirm within " + waited + risk() + "; it last said " + lastWord(last);
        return said + (last.presence().equals("lost") ? ", and nothing for longer than 15 s." : ".");
    }

    private ObjectNode document(ConfirmationWait.Result result, long confirmed, boolean complete) {
        var document = JsonNodeFactory.instance.objectNode();
        if (published.document() instanceof ObjectNode answer) {
            document.setAll(answer);
        }
        document.put("complete", complete);
        document.put("confirmed", confirmed);
        complete(document, result);
        var nodes = document.putArray("nodes");
        for (var run : published.nodes()) {
            var node = nodes.addObject().put("node", run.node()).put("boot", run.boot());
            var last = result.last().get(run);
            if (last != null && last.document() instanceof ObjectNode answer) {
                node.setAll(answer);
            }
            if (result.confirmedBy(run)) {
                node.put("millis", millis(last(result, run)));
            } else {
                node.put("confirmed", false).put("why", why(result, run));
            }
        }
        return document;
    }
}
