package io.tollhouse.contract.trail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.audit.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A record as it is stored: what its node wrote, with its place on the topic behind it.
 *
 * @param body the bytes that its hash covers
 * @param hash that it says it has; empty where it says none
 * @param sequence that it says it has beside its id; -1 where it says none
 * @param isClean whether nothing stands behind the hash but its place on the topic
 */
record StoredRecord(
        EventId id,
        byte[] body,
        String hash,
        long sequence,
        boolean isClean,
        Map<String, String> fields,
        List<String> heads) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final byte[] HASH =
            (",\"" + AuditField.EVENT_HASH.path() + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final String INGEST = "tollhouse.ingest.";
    private static final String ENVELOPED = "pipeline_error";
    private static final String ORIGINAL = "tollhouse.envelope.original";

    /** What is looked at; many records may wait. */
    private static final Set<String> KEPT = Stream.concat(
                    Stream.of(
                                    AuditField.TIMESTAMP,
                                    AuditField.EVENT_ID,
                                    AuditField.EVENT_HASH,
                                    AuditField.EVENT_SEQUENCE,
                                    AuditField.EVENT_KIND,
                                    AuditField.EVENT_ACTION,
                                    AuditField.EVENT_REASON,
                                    AuditField.STAGE,
                                    AuditField.ABOUT_STREAM,
                                    AuditField.ABOUT_FROM,
                                    AuditField.ABOUT_TO,
                                    AuditField.KEY,
                                    AuditField.SIGNATURE)
                            .map(AuditField::path),
                    Stream.of(ORIGINAL))
            .collect(Collectors.toUnmodifiableSet());

    /** Of a record, or of an envelope that has the whole of one; empty where the bytes are neither. */
    static Optional<StoredRecord> of(byte[] bytes) {
        try (var json = JSON.createParser(bytes)) {
            var fields = new HashMap<String, String>();
            var heads = new ArrayList<String>();
            boolean isClean = read(json, fields, heads);
            if (ENVELOPED.equals(fields.get(AuditField.EVENT_KIND.path()))) {
                return of(Base64.getMimeDecoder().decode(fields.getOrDefault(ORIGINAL, "")));
            }
            return EventId.parse(fields.getOrDefault(AuditField.EVENT_ID.path(), ""))
                    .map(id -> new StoredRecord(
                            id,
                            body(bytes),
                            fields.getOrDefault(AuditField.EVENT_HASH.path(), ""),
                            number(fields, AuditField.EVENT_SEQUENCE),
                            isClean,
                            fields,
                            heads));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean read(JsonParser json, Map<String, String> fields, List<String> heads) throws IOException {
        boolean isBehind = false;
        boolean isClean = true;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            isClean &= !isBehind || name.startsWith(INGEST);
            isBehind |= name.equals(AuditField.EVENT_HASH.path());
            var value = json.nextToken();
            if (value.isScalarValue() && KEPT.contains(name)) {
                fields.put(name, json.getText());
            } else if (name.equals(AuditField.HEADS.path())) {
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    heads.add(json.getText());
                }
            } else {
                json.skipChildren();
            }
        }
        return isClean;
    }

    /** In JSON a quote within a text has a backslash before it, so the hash's name is found nowhere else. */
    private static byte[] body(byte[] bytes) {
        for (int at = bytes.length - HASH.length; at > 0; at--) {
            if (java.util.Arrays.equals(bytes, at, at + HASH.length, HASH, 0, HASH.length)) {
                return java.util.Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private static long number(Map<String, String> fields, AuditField field) {
        try {
            return Long.parseLong(fields.getOrDefault(field.path(), "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    String text(AuditField field) {
        return fields.getOrDefault(field.path(), "");
    }

    long number(AuditField field) {
        return number(fields, field);
    }

    /** When it says that it was written; long ago where it says nothing. */
    Instant at() {
        try {
            return Instant.parse(text(AuditField.TIMESTAMP));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether it says something of a stream. */
    boolean isAction(String action) {
        return text(AuditField.STAGE).equals(Stage.STREAM.label())
                && text(AuditField.EVENT_ACTION).equals(action);
    }

    /** Whether it stands in the place of a record that Kafka did not take, whose hash it has. */
    boolean isGapInPlace() {
        return isAction("gap")
                && text(AuditField.ABOUT_STREAM).equals(id.topicKey())
                && number(AuditField.ABOUT_FROM) == id.sequence()
                && number(AuditField.ABOUT_TO) == id.sequence();
    }

    /** What its hash should be behind a record with this one. */
    String computed(byte[] before) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(before);
            sha256.update(id.toString().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
