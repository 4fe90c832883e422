package io.tollhouse.contract.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were seen to be one audit record: safe to stand as one line of a bulk request.
 *
 * @param bytes as they came
 * @param agent, host, verdict for an envelope or a tail's filter; null where the record has none
 */
public record CheckedRecord(
        byte[] bytes,
        EventId id,
        Instant timestamp,
        @Nullable String agent,
        @Nullable String host,
        @Nullable String verdict) {
    /** The largest record, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build();

    private static final Set<String> WANTED = Stream.of(
                    AuditField.EVENT_ID,
                    AuditField.TIMESTAMP,
                    AuditField.USER_NAME,
                    AuditField.DESTINATION_DOMAIN,
                    AuditField.VERDICT)
            .map(AuditField::path)
            .collect(Collectors.toUnmodifiableSet());

    /** Bytes that are not an audit record of ours, and why. */
    public static final class NotARecord extends Exception {
        NotARecord(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Checks that the bytes are one JSON object without control characters, at most {@value #MAX_BYTES} long, with an id
     * and a time in their forms.
     *
     * @throws NotARecord with the first thing that is wrong
     */
    public static CheckedRecord of(byte @Nullable [] bytes) throws NotARecord {
        if (bytes == null) {
            throw new NotARecord("no value");
        }
        if (bytes.length > MAX_BYTES) {
            throw new NotARecord("larger than " + MAX_BYTES + " bytes: " + bytes.length);
        }
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20) {
                throw new NotARecord("a control character (" + b + ")");
            }
        }
        try (var json = JSON.createParser(bytes)) {
            return read(json, bytes);
        } catch (IOException e) {
            throw new NotARecord("not JSON");
        }
    }

    private static CheckedRecord read(JsonParser json, byte[] bytes) throws IOException, NotARecord {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new NotARecord("not a JSON object");
        }
        var found = new java.util.HashMap<String, String>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING && WANTED.contains(name)) {
                found.put(name, json.getText());
            } else {
                json.skipChildren(); // a text is looked through for all that, and not kept
            }
        }
        if (json.nextToken() != null) {
            throw new NotARecord("more than one JSON value");
        }
        if (bytes[bytes.length - 1] != '}') {
            throw new NotARecord("bytes behind the object");
        }
        var id = EventId.parse(found.getOrDefault(AuditField.EVENT_ID.path(), ""))
                .orElseThrow(() -> new NotARecord("event.id is missing or not in its form"));
        return new CheckedRecord(
                bytes,
                id,
                time(found.get(AuditField.TIMESTAMP.path())),
                found.get(AuditField.USER_NAME.path()),
                found.get(AuditField.DESTINATION_DOMAIN.path()),
                found.get(AuditField.VERDICT.path()));
    }

    private static Instant time(@Nullable String text) throws NotARecord {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw new NotARecord("@timestamp is missing or not in its form");
        }
    }
}
