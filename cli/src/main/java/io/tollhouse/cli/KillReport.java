package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Published;
import io.tollhouse.cli.api.Selector;
import java.time.Duration;
import java.util.List;

/** Tells how the nodes take a kill, or the end of one. */
final class KillReport extends ConfirmationReport {
    private final What what;

    /** What was done. */
    enum What {
        KILLED("Killed"),
        LIFTED("Lifted the kill of");

        private final String words;

        What(String words) {
            this.words = words;
        }
    }

    KillReport(Session session, Published published, Duration timeout, What what) {
        super(session, published, timeout, "NODE", "BOOT", "CONFIRMED AFTER", "TUNNELS CUT");
        this.what = what;
    }

    @Override
    List<String> row(Confirmation confirmation, String time) {
        var run = confirmation.run();
        return List.of(run.node(), run.boot(), time, String.valueOf(confirmation.tunnelsCut()));
    }

    @Override
    String words(Confirmation confirmation) {
        return "confirmed with " + cut(confirmation.tunnelsCut());
    }

    @Override
    String unawaitedSentence() {
        return done() + "; not waited for any node.";
    }

    @Override
    String nobodySentence() {
        return "0/0 nodes: " + done() + ", but no node is known to be live that could confirm it.";
    }

    private String done() {
        var kill = published().document().path("kill");
        var until = kill.path("until").asText("");
        var ends = what == What.KILLED && !until.isEmpty() ? " until " + until : "";
        return what.words + " " + Selector.of(kill).words() + ends;
    }

    @Override
    String summary(ConfirmationWait.Result result, long confirmed, boolean complete) {
        var score = confirmed + "/" + published().nodes().size() + " nodes confirmed";
        return what == What.KILLED ? score + ", " + cut(tunnelsCut(result)) : score;
    }

    @Override
    void complete(ObjectNode document, ConfirmationWait.Result result) {
        document.put("tunnelsCut", tunnelsCut(result));
    }

    private long tunnelsCut(ConfirmationWait.Result result) {
        return published().nodes().stream()
                .map(run -> result.last().get(run))
                .mapToLong(last -> last == null ? 0 : last.tunnelsCut())
                .sum();
    }

    private static String cut(long tunnels) {
        return Count.of(tunnels, "tunnel") + " cut";
    }
}
