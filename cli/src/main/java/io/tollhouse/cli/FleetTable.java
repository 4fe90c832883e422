package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fleet as people read it: a sentence, a row a node with what is wrong below it, and topics that are not as they must be. */
final class FleetTable {
    private FleetTable() {}

    static void print(Console console, JsonNode fleet) {
        console.print(summary(fleet));
        var rows = rows(fleet);
        if (!rows.isEmpty()) {
            new Table(console, FleetRow.heads().toArray(String[]::new))
                    .printNoted(rows.stream().map(FleetRow::noted).toList());
        }
        topics(fleet).forEach(console::print);
    }

    static List<FleetRow> rows(JsonNode fleet) {
        var rows = new ArrayList<FleetRow>();
        fleet.path("nodes").forEach(node -> rows.add(new FleetRow(node)));
        return rows;
    }

    /** Which revision is in force, and how many nodes there are. */
    static String summary(JsonNode fleet) {
        long revision = fleet.path("revision").asLong();
        return (revision == 0 ? "no policy has been published yet" : "revision " + revision + " is in force") + "; "
                + String.join(", ", counts(rows(fleet)));
    }

    /** Those that live are counted where there are none, too. */
    private static List<String> counts(List<FleetRow> rows) {
        return Stream.of("live", "lost", "left")
                .map(presence -> rows.stream()
                                .filter(row -> row.presence().equals(presence))
                                .count() + " " + presence)
                .filter(count -> count.endsWith(" live") || !count.startsWith("0 "))
                .toList();
    }

    /** A line for each that is missing or wrong, and one for the command that mends it. */
    static List<String> topics(JsonNode fleet) {
        var lines = new ArrayList<String>();
        for (var topic : fleet.path("topics")) {
            if (!topic.hasNonNull("problem")) {
                continue;
            }
            lines.add("topic " + topic.path("name").asText() + ": "
                    + topic.path("problem").asText());
            if (topic.hasNonNull("command")) {
                lines.add("  " + topic.path("command").asText());
            }
        }
        return lines;
    }
}
