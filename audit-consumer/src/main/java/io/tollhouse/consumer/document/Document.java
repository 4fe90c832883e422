package io.tollhouse.consumer.document;

import io.tollhouse.contract.audit.CheckedRecord;

/**
 * What is written to an index, once under its id.
 *
 * @param bytes one JSON object without a line break
 */
public record Document(String index, String id, byte[] bytes) {
    /** A record as it is stored: its own bytes, and where they came from. */
    public static Document of(CheckedRecord record, Source source) {
        return new Document(
                IndexNames.ofRecord(record.timestamp()),
                record.id().toString(),
                IngestFields.added(record.bytes(), source));
    }
}
