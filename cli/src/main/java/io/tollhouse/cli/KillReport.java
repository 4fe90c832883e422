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
        KILLED("Killed", " and may still let it through"),
        LIFTED("Lifted the kill of", " and may still refuse it");

        private final String words;
        private final String risk;

        What(String words, String risk) {
            this.words = words;
            this.risk = risk;
        }
    }

    KillReport(Session session, Published published, Duration timeout, What what) {
        super(session, published, timeout, heads(what));
        this.what = what;
    }

    /** A lift cuts nothing. */
    private static String[] heads(What what) {
        return what == What.KILLED
                ? new String[] {"NODE", "BOOT", "CONFIRMED AFTER", "TUNNELS CUT"}
                : new String[] {"NODE", "BOOT", "CONFIRMED AFTER"};
    }

    @Override
    List<String> row(Confirmation confirmation, String time) {
        var run = confirmation.run();
        return what == What.KILLED
                ? List.of(run.node(), run.boot(), time, String.valueOf(confirmation.tunnelsCut()))
                : List.of(run.node(), run.boot(), time);
    }

    @Override
    String words(Confirmation confirmation) {
        return what == What.KILLED ? "confirmed with " + cut(confirmation.tunnelsCut()) : "confirmed";
    }

    @Override
    String risk() {
        return what.risk;
    }

    @Override
    String lastWord(Confirmation confirmation) {
        return confirmation.state();
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
