package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.output.Table;
import io.tollhouse.contract.trail.Finding;
import io.tollhouse.contract.trail.TrailCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check of the trail has found: of each kind the first ones, and how many there are. */
final class VerifyReport {
    private static final int SHOWN = 20;

    private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    private final List<Finding> shown = new ArrayList<>();
    private @Nullable Long compared;

    void add(Finding finding) {
        if (counts.merge(finding.kind(), 1, Integer::sum) <= SHOWN) {
            shown.add(finding);
        }
    }

    /** Notes that so many records were looked up in the index as well. */
    void compared(long records) {
        compared = records;
    }

    boolean isWhole() {
        return counts.isEmpty();
    }

    /** How much is wrong, in all. */
    long found() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    void print(Session session, TrailCheck check) {
        if (!session.isTable()) {
            printDocument(session, check);
            return;
        }
        var rows = shown.stream()
                .map(finding -> List.of(
                        finding.kind().label(), finding.stream(), String.valueOf(finding.sequence()), finding.text()))
                .toList();
        if (!rows.isEmpty()) {
            new Table(session.console(), "KIND", "STREAM", "RECORD", "WHAT").print(rows);
        }
        counts.forEach((kind, count) -> {
            if (count > SHOWN) {
                session.console().print("%s: %,d more".formatted(kind.label(), count - SHOWN));
            }
        });
        session.console()
                .print(String.format(
                        Locale.ROOT,
                        "%,d records of %,d streams%s: %s",
                        check.records(),
                        check.streams(),
                        compared == null ? "" : String.format(Locale.ROOT, ", %,d compared with the index", compared),
                        isWhole() ? "whole." : "not whole."));
    }

    private void printDocument(Session session, TrailCheck check) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("whole", isWhole());
        document.put("records", check.records());
        document.put("streams", check.streams());
        document.put("others", check.others());
        if (compared != null) {
            document.put("compared", compared);
        }
        var kinds = document.putObject("counts");
        counts.forEach((kind, count) -> kinds.put(kind.label(), count));
        var findings = document.putArray("findings");
        for (var finding : shown) {
            findings.addObject()
                    .put("kind", finding.kind().label())
                    .put("stream", finding.stream())
                    .put("sequence", finding.sequence())
                    .put("text", finding.text());
        }
        session.printDocument(document);
    }
}
