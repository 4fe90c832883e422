package io.tollhouse.consumer.document;

import io.tollhouse.contract.audit.AuditField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts a record's place on its topic behind its last field and changes no byte of it otherwise. */
final class IngestFields {
    private static final String PARTITION = ",\"" + AuditField.INGEST_PARTITION.path() + "\":";
    private static final String OFFSET = ",\"" + AuditField.INGEST_OFFSET.path() + "\":";
    private static final String APPENDED = ",\"" + AuditField.INGEST_APPENDED.path() + "\":\"";

    private IngestFields() {}

    /** @param record that was checked: it ends with its closing brace, and has fields before that */
    static byte[] added(byte[] record, Source source) {
        var text = PARTITION + source.partition() + OFFSET + source.offset() + APPENDED + Times.text(source.appended())
                + "\"}";
        var more = text.getBytes(StandardCharsets.US_ASCII);
        int kept = record.length - 1;
        var all = Arrays.copyOf(record, kept + more.length);
        System.arraycopy(more, 0, all, kept, more.length);
        return all;
    }
}
