package io.tollhouse.contract.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One writer's sequence of records within a boot: gives each event its id and turns it into bytes. Not thread-safe: a
 * stream belongs to one event loop or one other thread.
 */
public final class AuditStream {
    /** The version of the record format. */
    public static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final AuditField[] FIELDS = AuditField.values();

    private final String node;
    private final String boot;
    private final int stream;
    private final String version;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(2048);
    private final HashChain hashes = new HashChain();
    private long sequence;

    /**
     * Begins a stream at sequence 0.
     *
     * @param version of the product, as {@code observer.version}
     */
    public AuditStream(String node, String boot, int stream, String version) {
        this.node = node;
        this.boot = boot;
        this.stream = stream;
        this.version = version;
    }

    public int stream() {
        return stream;
    }

    /** A record's id and its bytes. */
    public record Encoded(EventId id, byte[] bytes) {}

    /** Takes the next sequence and writes the event's bytes: one JSON object without a line break. */
    public Encoded encode(AuditEvent event) {
        var id = new EventId(node, boot, stream, sequence++);
        return new Encoded(id, hashes.next(id, object(event, id)));
    }

    /**
     * The bytes of an event that stands in the place of a record of this stream which cannot be sent: under its id and with its hash, so
     * that the records behind it still follow on it. The stream's own sequence stays as it is.
     */
    public byte[] instead(EventId id, String hash, AuditEvent event) {
        return HashChain.close(object(event, id), hash);
    }

    private byte[] object(AuditEvent event, EventId id) {
        buffer.reset();
        try (var json = JSON.createGenerator(buffer)) {
            json.writeStartObject();
            for (var field : FIELDS) {
                write(json, field, event, id);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a buffer in memory has no I/O to fail
        }
        return buffer.toByteArray();
    }

    private void write(JsonGenerator json, AuditField field, AuditEvent event, EventId id) throws IOException {
        switch (field) {
            case EVENT_ID -> json.writeStringField(field.path(), id.toString());
            case EVENT_KIND -> json.writeStringField(field.path(), "event");
            case EVENT_CATEGORY -> writeTexts(json, field, List.of("network"));
            case EVENT_SEQUENCE -> json.writeNumberField(field.path(), id.sequence());
            case NETWORK_DIRECTION -> json.writeStringField(field.path(), "outbound");
            case TRUNCATED -> writeTexts(json, field, event.truncated());
            case OBSERVER_NAME -> json.writeStringField(field.path(), node);
            case OBSERVER_TYPE -> json.writeStringField(field.path(), "proxy");
            case OBSERVER_VENDOR -> json.writeStringField(field.path(), "Tollhouse");
            case OBSERVER_VERSION -> json.writeStringField(field.path(), version);
            case BOOT -> json.writeStringField(field.path(), boot);
            case STREAM -> json.writeNumberField(field.path(), stream);
            case VERSION -> json.writeNumberField(field.path(), VERSION);
            case EVENT_HASH -> {} // of what stands before it
            default -> writeValue(json, field, event.value(field));
        }
    }

    private static void writeValue(
            JsonGenerator json, AuditField field, @org.jspecify.annotations.Nullable Object value) throws IOException {
        if (value instanceof String text) {
            json.writeStringField(field.path(), text);
        } else if (value instanceof Long number) {
            json.writeNumberField(field.path(), number);
        } else if (value instanceof Instant time) {
            json.writeStringField(field.path(), TIME.format(time));
        } else if (value instanceof List<?> texts) {
            writeTexts(json, field, texts);
        }
    }

    private static void writeTexts(JsonGenerator json, AuditField field, List<?> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(field.path());
        for (var text : texts) {
            json.writeString(String.valueOf(text));
        }
        json.writeEndArray();
    }
}
