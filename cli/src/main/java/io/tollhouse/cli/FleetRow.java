package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.output.Measure;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * A node as the fleet's table shows it.
 *
 * @param node as {@code docs/api.md} has it
 */
record FleetRow(JsonNode node) {
    private static final int SHORT = 12;

    /** What a clock may be off without a word. */
    private static final long ODD_SKEW_MILLIS = 1_000;

    private static final List<String> HEADS =
            List.of("NODE", "BOOT", "PRESENCE", "STATE", "REVISION", "ADDRESS", "TUNNELS", "BACKLOG", "OVERLAY", "AGE");

    static List<String> heads() {
        return HEADS;
    }

    Table.Noted noted() {
        return new Table.Noted(cells(), notes());
    }

    private List<String> cells() {
        return List.of(
                text("node"),
                text("boot"),
                text("presence") + (isTwin() ? ", twin" : ""),
                text("state"),
                text("revision"),
                text("address"),
                text("tunnels"),
                Measure.bytes(node.path("ledgerBytes").asLong()),
                overlay(),
                Measure.time(node.path("ageMillis").asLong()));
    }

    /** Which run of which node, to tell rows apart. */
    String key() {
        return text("node") + "/" + text("boot");
    }

    String presence() {
        return text("presence");
    }

    /** What is worth a line of its own when it changes: all that is shown but what changes all the time. */
    String standing() {
        return String.join(
                "|",
                text("presence"),
                text("state"),
                text("revision"),
                text("address"),
                text("overlay"),
                String.join("|", notes()));
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        if (presence().equals("lost")) {
            notes.add("It may still serve agents, by revision " + text("revision")
                    + ": it fell silent without a farewell. See whether it runs and reaches Kafka.");
        }
        var error = text("error");
        if (!error.isEmpty()) {
            notes.add(error);
        }
        if (isTwin() && !error.contains("another ")) {
            notes.add("Another live node has this id. Give one of them another node.id.");
        }
        long skew = node.path("skew").asLong();
        if (Math.abs(skew) > ODD_SKEW_MILLIS && !error.startsWith("clock:")) {
            notes.add("Its clock is " + Measure.time(Math.abs(skew)) + (skew < 0 ? " ahead of" : " behind")
                    + " the brokers'.");
        }
        return notes;
    }

    private String overlay() {
        var id = text("overlay");
        return id.isEmpty() ? "-" : id.substring(0, Math.min(SHORT, id.length()));
    }

    private boolean isTwin() {
        return node.path("twin").asBoolean();
    }

    private String text(String member) {
        return node.path(member).asText("").equals("null")
                ? ""
                : node.path(member).asText("");
    }
}
