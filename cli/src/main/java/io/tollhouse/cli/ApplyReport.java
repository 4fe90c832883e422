package io.tollhouse.cli;

import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Published;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells how the nodes take a revision. */
final class ApplyReport extends ConfirmationReport {
    ApplyReport(Session session, Published published, Duration timeout) {
        super(session, published, timeout, "NODE", "BOOT", "REVISION", "CONFIRMED AFTER");
    }

    @Override
    List<String> row(Confirmation confirmation, String time) {
        var run = confirmation.run();
        return List.of(run.node(), run.boot(), String.valueOf(confirmation.revision()), time);
    }

    @Override
    String words(Confirmation confirmation) {
        return "confirmed revision " + confirmation.revision();
    }

    @Override
    String risk() {
        return "";
    }

    @Override
    String lastWord(Confirmation confirmation) {
        return confirmation.state() + " with revision " + confirmation.revision();
    }

    @Override
    String unawaitedSentence() {
        return "Published revision " + published().revision() + "; not waited for any node.";
    }

    @Override
    String nobodySentence() {
        return "0/0 nodes: revision " + published().revision()
                + " is published, but no node is live that could confirm it.";
    }

    @Override
    String summary(ConfirmationWait.Result result, long confirmed, boolean complete) {
        var score = confirmed + "/" + published().nodes().size() + " nodes confirmed revision "
                + published().revision();
        return complete
                ? score + String.format(Locale.ROOT, " in %.2f s", slowestMillis(result) / 1000.0)
                : score + ".";
    }
}
