package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a decision and why it is so.
 *
 * @param all whether rules for other hosts are shown too
 */
record ExplainReport(Console console, boolean all) {
    private static final String ELSEWHERE = "is for other hosts";

    void print(JsonNode decision) {
        var would = decision.path("would").asText("");
        console.print(verdict(decision));
        say("  approval: ", decision.path("asks").asText(""), " asks for it");
        say("  instead:  ", decision.path("suggestion").asText(""), "");
        decision.path("how").forEach(how -> console.print("  - " + how.asText()));
        if (!decision.path("complete").asBoolean(true)) {
            console.print("  - the addresses of the host are judged too, once they are known; --resolves-to says them");
        }
        say("  if all were enforced: ", would, "");
        rules(decision.path("candidates"));
    }

    private void say(String before, String text, String after) {
        if (!text.isEmpty()) {
            console.print(before + text + after);
        }
    }

    private static String verdict(JsonNode decision) {
        var by = decision.path("revision").asLong() == 0
                ? ""
                : " (revision " + decision.path("revision").asText() + ")";
        return "%s by %s: %s%s"
                .formatted(
                        decision.path("verdict").asText(),
                        decision.path("rule").asText(),
                        decision.path("reason").asText(),
                        by);
    }

    /** Those that match first, each in the order of the document. */
    private void rules(JsonNode candidates) {
        var matching = new ArrayList<List<String>>();
        var others = new ArrayList<List<String>>();
        int elsewhere = 0;
        for (var candidate : candidates) {
            var why = candidate.path("why").asText();
            var row = List.of(candidate.path("rule").asText(), why);
            if (candidate.path("matches").asBoolean()) {
                matching.add(row);
            } else if (all || !why.equals(ELSEWHERE)) {
                others.add(row);
            } else {
                elsewhere++;
            }
        }
        matching.addAll(others);
        if (!matching.isEmpty()) {
            console.print("");
            new Table(console, "RULE", "WHY").print(matching);
        }
        if (elsewhere > 0) {
            console.print("");
            console.print(Count.of(elsewhere, "rule") + (elsewhere == 1 ? " is" : " are")
                    + " for other hosts; --all shows " + (elsewhere == 1 ? "it." : "them."));
        }
    }
}
