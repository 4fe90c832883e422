package io.tollhouse.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Documents;
import java.io.IOException;

/** Takes records of the audit trail, as they are stored, and prints them. */
interface AuditSink {
    /** One record, without a line's end. */
    void add(byte[] document);

    /** What was added is seen now. Returns false when nobody reads any more. */
    boolean flush();

    static AuditSink of(Session session) {
        var console = session.console();
        return switch (session.format()) {
            case TABLE -> new AuditTable(console);
            case JSON -> new AsStored(console);
            case YAML -> new Yaml(console);
        };
    }

    /** Byte for byte, one a line. */
    record AsStored(Console console) implements AuditSink {
        @Override
        public void add(byte[] document) {
            console.printBytes(document);
            console.printBytes(new byte[] {'\n'});
        }

        @Override
        public boolean flush() {
            return console.flush();
        }
    }

    /** Documents behind {@code ---}. */
    final class Yaml implements AuditSink {
        private static final JsonMapper MAPPER = JsonMapper.builder().build();

        private final Console console;
        private final Documents documents;

        Yaml(Console console) {
            this.console = console;
            this.documents = Documents.yamlSeries(console);
        }

        @Override
        public void add(byte[] document) {
            try {
                documents.print(MAPPER.readTree(document));
            } catch (IOException e) {
                console.say("tollhouse: a record that is not JSON is left out; --output json shows it.");
            }
        }

        @Override
        public boolean flush() {
            return console.flush();
        }
    }
}
