package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of dead letters that were tried again: how many, and the first ones that stay. */
final class RetryReport {
    private static final int SHOWN = 20;

    private final boolean named;
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<List<String>> stay = new ArrayList<>();

    /** @param named whether somebody gave their ids, so that one that is not there is wrong; else it has gone meanwhile */
    RetryReport(boolean named) {
        this.named = named;
    }

    void add(JsonNode answer) {
        for (var result : answer.path("results")) {
            var outcome = result.path("outcome").asText();
            counts.merge(outcome, 1L, Long::sum);
            if (!isGone(outcome) && stay.size() < SHOWN) {
                stay.add(List.of(
                        result.path("id").asText(),
                        outcome,
                        result.path("cause").asText()));
            }
        }
    }

    private boolean isGone(String outcome) {
        return outcome.equals("created") || outcome.equals("duplicate") || (outcome.equals("missing") && !named);
    }

    private long count(String outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    long done() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many are not where they should be. */
    long stayed() {
        return counts.keySet().stream()
                .filter(outcome -> !isGone(outcome))
                .mapToLong(this::count)
                .sum();
    }

    void print(Session session) {
        if (!session.isTable()) {
            printDocument(session);
            return;
        }
        if (!stay.isEmpty()) {
            new Table(session.console(), "ID", "OUTCOME", "CAUSE").print(stay);
        }
        session.console()
                .print(String.format(
                        Locale.ROOT,
                        "%,d created, %,d there already, %,d not.",
                        count("created"),
                        count("duplicate"),
                        stayed()));
    }

    private void printDocument(Session session) {
        var document = JsonNodeFactory.instance.objectNode();
        var numbers = document.putObject("counts");
        counts.forEach(numbers::put);
        document.put("stayed", stayed());
        var shown = document.putArray("stay");
        for (var row : stay) {
            shown.addObject().put("id", row.get(0)).put("outcome", row.get(1)).put("cause", row.get(2));
        }
        session.printDocument(document);
    }
}
