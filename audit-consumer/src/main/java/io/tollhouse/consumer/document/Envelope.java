package io.tollhouse.consumer.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A document that stands for poison, so that a search finds it among the records: whose it was, as far as that can be made
 * out, why it is poison, and its bytes.
 */
public final class Envelope {
    /** The original bytes in Base64; not searchable. */
    public static final String ORIGINAL = "tollhouse.envelope.original";

    /** The record's own {@code @timestamp} as it was written; that of the envelope is when the broker appended it. */
    public static final String TIME = "tollhouse.envelope.time";

    /** {@code event.kind} of every envelope. */
    public static final String KIND = "pipeline_error";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_CAUSE = 1000;

    private Envelope() {}

    /** The document of one poison record. */
    public static Document of(Poison poison) {
        var source = poison.source();
        var glimpse = Glimpse.of(poison.value());
        var id = id(poison);
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            text(json, AuditField.TIMESTAMP, Times.text(source.appended()));
            text(json, AuditField.EVENT_ID, id);
            text(json, AuditField.EVENT_KIND, KIND);
            text(json, AuditField.EVENT_REASON, "This record could not be indexed.");
            text(json, AuditField.ERROR_MESSAGE, WholeCharacters.of(poison.cause(), MAX_CAUSE));
            copy(json, glimpse, AuditField.USER_NAME);
            copy(json, glimpse, AuditField.DESTINATION_DOMAIN);
            copy(json, glimpse, AuditField.VERDICT);
            json.writeNumberField(AuditField.INGEST_PARTITION.path(), source.partition());
            json.writeNumberField(AuditField.INGEST_OFFSET.path(), source.offset());
            text(json, AuditField.INGEST_APPENDED, Times.text(source.appended()));
            writeOriginal(json, glimpse, poison);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory has no I/O to fail
        }
        return new Document(IndexNames.ofEnvelope(source.appended()), id, bytes.toByteArray());
    }

    /** The record's own id where it has one in our form, else its place on the topic. */
    public static String id(Poison poison) {
        return Glimpse.of(poison.value())
                .text(AuditField.EVENT_ID)
                .flatMap(EventId::parse)
                .map(EventId::toString)
                .orElseGet(poison.source()::id);
    }

    private static void writeOriginal(JsonGenerator json, Glimpse glimpse, Poison poison) throws IOException {
        var time = glimpse.text(AuditField.TIMESTAMP);
        if (time.isPresent()) {
            json.writeStringField(TIME, time.get());
        }
        var value = poison.value();
        if (value != null) {
            json.writeBinaryField(ORIGINAL, value);
        }
    }

    private static void copy(JsonGenerator json, Glimpse glimpse, AuditField field) throws IOException {
        var text = glimpse.text(field);
        if (text.isPresent()) {
            text(json, field, text.get());
        }
    }

    private static void text(JsonGenerator json, AuditField field, String text) throws IOException {
        json.writeStringField(field.path(), text);
    }
}
