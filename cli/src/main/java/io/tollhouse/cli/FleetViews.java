package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Documents;
import io.tollhouse.cli.output.Format;
import io.tollhouse.cli.output.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways in which a fleet that is watched is shown. */
final class FleetViews {
    private FleetViews() {}

    static FleetWatch.View of(Console console, Format format) {
        if (format != Format.TABLE) {
            return new Series(console, format);
        }
        return console.outTerminal().present() ? new Screen(console) : new Log(console);
    }

    /** Draws over what was there. */
    private static final class Screen implements FleetWatch.View {
        private final Console console;
        private @Nullable JsonNode last;

        private Screen(Console console) {
            this.console = console;
        }

        @Override
        public boolean show(JsonNode fleet) {
            last = fleet;
            console.clear();
            FleetTable.print(console, fleet);
            return console.flush();
        }

        @Override
        public boolean away(String why) {
            console.clear();
            if (last != null) {
                FleetTable.print(console, last);
            }
            console.print("");
            console.print("as it was: " + why);
            return console.flush();
        }
    }

    /** Appends what has changed. Numbers that change all the time are no change. */
    private static final class Log implements FleetWatch.View {
        private static final int DATE_AND_TIME = "2026-01-31T10:00:00".length();

        private final Console console;
        private final Table table;
        private final Map<String, String> standing = new HashMap<>();
        private String said = "";
        private boolean isAway;

        private Log(Console console) {
            this.console = console;
            this.table = new Table(
                    console,
                    Stream.concat(Stream.of("TIME"), FleetRow.heads().stream()).toArray(String[]::new));
        }

        @Override
        public boolean show(JsonNode fleet) {
            if (isAway) {
                isAway = false;
                console.say("tollhouse: the distributor answers again.");
            }
            saySummary(fleet);
            printChanged(fleet);
            return console.flush();
        }

        private void saySummary(JsonNode fleet) {
            var lines = new ArrayList<String>();
            lines.add(FleetTable.summary(fleet));
            lines.addAll(FleetTable.topics(fleet));
            var now = String.join("\n", lines);
            if (!now.equals(said)) {
                said = now;
                console.print(now);
            }
        }

        private void printChanged(JsonNode fleet) {
            var time = fleet.path("now").asText();
            var shown = time.substring(0, Math.min(DATE_AND_TIME, time.length()));
            var rows = new LinkedHashMap<String, FleetRow>();
            FleetTable.rows(fleet).forEach(row -> rows.put(row.key(), row));
            standing.keySet().retainAll(rows.keySet());
            var changed = new ArrayList<Table.Noted>();
            rows.forEach((key, row) -> {
                if (!Objects.equals(standing.put(key, row.standing()), row.standing())) {
                    changed.add(timed(shown, row.noted()));
                }
            });
            if (!changed.isEmpty()) {
                table.printNoted(changed);
            }
        }

        private static Table.Noted timed(String time, Table.Noted row) {
            return new Table.Noted(
                    Stream.concat(Stream.of(time), row.cells().stream()).toList(), row.notes());
        }

        @Override
        public boolean away(String why) {
            if (!isAway) {
                isAway = true;
                console.say("tollhouse: " + why + " Asking again each second.");
            }
            return console.flush();
        }
    }

    /** One document after the other, in JSON one a line. */
    private static final class Series implements FleetWatch.View {
        private final Console console;
        private final @Nullable Documents yaml;

        private Series(Console console, Format format) {
            this.console = console;
            this.yaml = format == Format.YAML ? Documents.yamlSeries(console) : null;
        }

        @Override
        public boolean show(JsonNode fleet) {
            if (yaml == null) {
                console.printBytes((fleet + "\n").getBytes(StandardCharsets.UTF_8));
            } else {
                yaml.print(fleet);
            }
            return console.flush();
        }

        @Override
        public boolean away(String why) {
            console.say("tollhouse: " + why);
            return console.flush();
        }
    }
}
