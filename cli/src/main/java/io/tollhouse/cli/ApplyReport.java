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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the nodes take a revision: a line for each that confirms, and at the end how many did.
 *
 * <p>For people all of it is the result; for programs the lines go to standard error, and the result is one document.
 */
final class ApplyReport {
    private final Session session;
    private final Published published;
    private final Duration timeout;
    private final Table table;

    ApplyReport(Session session, Published published, Duration timeout) {
        this.session = session;
        this.published = published;
        this.timeout = timeout;
        this.table = new Table(session.console(), "NODE", "BOOT", "REVISION", "CONFIRMED AFTER")
                .reserve(0, widest(published));
    }

    private static int widest(Published published) {
        return published.nodes().stream()
                .mapToInt(run -> run.node().length())
                .max()
                .orElse(0);
    }

    /** A node has confirmed. */
    void confirmed(Confirmation confirmation) {
        var run = confirmation.run();
        var revision = String.valueOf(confirmation.revision());
        var time = millis(confirmation.at()) + " ms";
        if (session.isTable()) {
            table.print(List.of(List.of(run.node(), run.boot(), revision, time)));
            session.console().flush();
        } else {
            session.console()
                    .say(run.node() + " (boot " + run.boot() + ") confirmed revision " + revision + " after " + time);
        }
    }

    /** Nobody is waited for. */
    int unawaited() {
        if (session.isTable()) {
            session.console().print("Published revision " + published.revision() + "; not waited for any node.");
        } else {
            session.printDocument(published.document());
        }
        return ExitCode.DONE;
    }

    /** The wait is over. */
    int finish(ConfirmationWait.Result result) {
        var nodes = published.nodes();
        long confirmed = nodes.stream().filter(result::confirmedBy).count();
        boolean complete = confirmed == nodes.size() && confirmed > 0;
        nodes.stream()
                .filter(run -> !result.confirmedBy(run))
                .forEach(run -> session.console().say("tollhouse: " + run.node() + " " + why(result, run)));
        if (!session.isTable()) {
            session.printDocument(document(result, confirmed, complete));
        } else if (nodes.isEmpty()) {
            session.console()
                    .print("0/0 nodes: revision " + published.revision()
                            + " is published, but no node is live that could confirm it.");
        } else {
            session.console().print(summary(result, confirmed, complete));
        }
        return complete ? ExitCode.DONE : ExitCode.UNCONFIRMED;
    }

    private String summary(ConfirmationWait.Result result, long confirmed, boolean complete) {
        var score = confirmed + "/" + published.nodes().size() + " nodes confirmed revision " + published.revision();
        if (!complete) {
            return score + ".";
        }
        long slowest = published.nodes().stream()
                .mapToLong(run -> millis(last(result, run)))
                .max()
                .orElse(0);
        return score + String.format(Locale.ROOT, " in %.2f s", slowest / 1000.0);
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
        var said = "did not confirm within " + waited + "; it last said " + last.state() + " with revision "
                + last.revision();
        return said + (last.presence().equals("lost") ? ", and nothing for longer than 15 s." : ".");
    }

    private ObjectNode document(ConfirmationWait.Result result, long confirmed, boolean complete) {
        var document = JsonNodeFactory.instance.objectNode();
        if (published.document() instanceof ObjectNode answer) {
            document.setAll(answer);
        }
        document.put("complete", complete);
        document.put("confirmed", confirmed);
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
