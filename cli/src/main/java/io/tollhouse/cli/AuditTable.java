package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records as rows for people. */
final class AuditTable implements AuditSink {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    // Rows of the tail come one by one, so the columns have what is usual from the start.
    private static final int AGENT = 1;
    private static final int RULE = 3;
    private static final int METHOD = 4;
    private static final int DESTINATION = 5;
    private static final int USUAL_DESTINATION = 26;
    private static final int LONGEST = 20;
    private static final int LONGEST_DESTINATION = 40;

    private final Console console;
    private final Table table;
    private final List<List<String>> rows = new ArrayList<>();

    AuditTable(Console console) {
        this.console = console;
        this.table = new Table(console, "TIME", "AGENT", "VERDICT", "RULE", "METHOD", "DESTINATION", "RESULT")
                .reserve(AGENT, "research-1".length())
                .reserve(RULE, "builtin.metadata".length())
                .reserve(METHOD, "CONNECT".length())
                .reserve(DESTINATION, USUAL_DESTINATION)
                .cap(AGENT, LONGEST)
                .cap(RULE, LONGEST)
                .cap(DESTINATION, LONGEST_DESTINATION);
    }

    @Override
    public void add(byte[] document) {
        try {
            rows.add(new AuditRow(MAPPER.readTree(document)).cells());
        } catch (IOException e) {
            console.say("tollhouse: a record that is not JSON is left out; --output json shows it.");
        }
    }

    /** Prints what has been added, aligned with what was printed before. */
    @Override
    public boolean flush() {
        if (!rows.isEmpty()) {
            table.print(rows);
            rows.clear();
        }
        return console.flush();
    }
}
