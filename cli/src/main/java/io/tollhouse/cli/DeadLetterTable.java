package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Table;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Envelopes as rows for people. */
final class DeadLetterTable implements AuditSink {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ID = 4;
    private static final int LONGEST_ID = 64;

    private final Console console;
    private final Table table;
    private final List<List<String>> rows = new ArrayList<>();

    DeadLetterTable(Console console) {
        this.console = console;
        this.table = new Table(console, "TIME", "AGENT", "NODE", "PLACE", "ID", "CAUSE").cap(ID, LONGEST_ID);
    }

    @Override
    public void add(byte[] document) {
        try {
            rows.add(cells(MAPPER.readTree(document)));
        } catch (IOException e) {
            console.say("tollhouse: a record that is not JSON is left out; --output json shows it.");
        }
    }

    private static List<String> cells(JsonNode envelope) {
        var id = text(envelope, AuditField.EVENT_ID);
        return List.of(
                text(envelope, AuditField.TIMESTAMP),
                text(envelope, AuditField.USER_NAME),
                EventId.parse(id).map(EventId::node).orElse(""),
                text(envelope, AuditField.INGEST_PARTITION) + "/" + text(envelope, AuditField.INGEST_OFFSET),
                id,
                text(envelope, AuditField.ERROR_MESSAGE));
    }

    private static String text(JsonNode envelope, AuditField field) {
        return envelope.path(field.path()).asText();
    }

    @Override
    public boolean flush() {
        if (!rows.isEmpty()) {
            table.print(rows);
            rows.clear();
        }
        return console.flush();
    }
}
