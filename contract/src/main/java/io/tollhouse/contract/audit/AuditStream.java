package io.tollhouse.contract.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * One writer's sequence of records within a boot: gives each event its id and turns it into bytes. Not thread-safe: a
 * stream belongs to one event loop or one other thread.
 */
public final class AuditStream {
    /** The version of the record format. */
    public static final int VERSION = 1;

    private static final int SEQUENCE_DIGITS = 12;

    private final String node;
    private final String boot;
    private final int stream;
    private final byte[] idBegins;
    private final RecordLayout.Part[] parts;
    private final RecordTime time = new RecordTime();
    private final JsonBytes json = new JsonBytes();
    private final HashChain hashes = new HashChain();
    private int idFrom;
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
        idBegins = new EventId(node, boot, stream, 0).beginning().getBytes(StandardCharsets.US_ASCII);
        parts = new RecordLayout(node, boot, stream, version).parts();
    }

    public int stream() {
        return stream;
    }

    /** A record's id and its bytes. */
    public record Encoded(EventId id, byte[] bytes) {}

    /** Takes the next sequence and writes the event's bytes: one JSON object without a line break. */
    public Encoded encode(AuditEvent event) {
        var id = new EventId(node, boot, stream, sequence++);
        write(event, id);
        hashes.close(json, idFrom, idBegins.length + SEQUENCE_DIGITS);
        return new Encoded(id, json.toArray());
    }

    /**
     * The bytes of an event that stands in the place of a record of this stream which cannot be sent: under its id and with its hash, so
     * that the records behind it still follow on it. The stream's own sequence stays as it is.
     */
    public byte[] instead(EventId id, String hash, AuditEvent event) {
        write(event, id);
        HashChain.close(json, hash);
        return json.toArray();
    }

    /** Leaves the object without its closing brace. */
    private void write(AuditEvent event, EventId id) {
        json.clear();
        for (var part : parts) {
            json.raw(part.before());
            if (part.field() != null) {
                write(part.field(), part.name(), event, id);
            }
        }
        json.array()[0] = '{'; // where the comma of the first member is
    }

    private void write(AuditField field, byte[] name, AuditEvent event, EventId id) {
        switch (field) {
            case EVENT_ID -> writeId(name, id);
            case EVENT_SEQUENCE -> json.raw(name).number(id.sequence());
            case TRUNCATED -> writeTexts(name, event.truncated());
            default -> writeValue(name, event.value(field));
        }
    }

    private void writeId(byte[] name, EventId id) {
        json.raw(name).raw('"');
        idFrom = json.length();
        json.raw(idBegins).hex(id.sequence(), SEQUENCE_DIGITS).raw('"');
    }

    private void writeValue(byte[] name, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof String text) {
            json.raw(name).text(text);
        } else if (value instanceof Long number) {
            json.raw(name).number(number);
        } else if (value instanceof Instant instant) {
            time.write(json.raw(name), instant);
        } else if (value instanceof List<?> texts) {
            writeTexts(name, texts);
        }
    }

    private void writeTexts(byte[] name, List<?> texts) {
        if (texts.isEmpty()) {
            return;
        }
        json.raw(name);
        char before = '[';
        for (var text : texts) {
            json.raw(before).text(String.valueOf(text));
            before = ',';
        }
        json.raw(']');
    }
}
