package io.tollhouse.contract.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be said about a record of ours whose bytes are all that is left. */
public final class WrittenRecord {
    private static final JsonFactory JSON = new JsonFactory();

    /** What an outcome has in common with its admission. */
    private static final Set<AuditField> COMMON = EnumSet.range(AuditField.VERDICT, AuditField.HTTP_METHOD);

    private static final String CLOSED = "\"" + AuditField.EVENT_ACTION.path() + "\":\"closed\"";
    private static final Map<String, AuditField> BY_PATH = byPath();

    private WrittenRecord() {}

    private static Map<String, AuditField> byPath() {
        var fields = new HashMap<String, AuditField>();
        for (var field : AuditField.values()) {
            fields.put(field.path(), field);
        }
        return fields;
    }

    /** The hash that it ends with; empty where it has none. */
    public static String hash(byte[] record) {
        return HashChain.of(record);
    }

    /** Whether it is the last one of its stream. */
    public static boolean isClosed(byte[] record) {
        return new String(record, StandardCharsets.UTF_8).contains(CLOSED);
    }

    /**
     * The outcome {@code unknown} of a request, of which only the admission was recorded because its node died.
     *
     * @param at when that was found out
     * @return empty where the bytes are no admission
     */
    public static Optional<AuditEvent> outcomeUnknown(byte[] admission, Instant at) {
        try (var json = JSON.createParser(admission)) {
            var texts = new HashMap<AuditField, String>();
            var numbers = new HashMap<AuditField, Long>();
            read(json, texts, numbers);
            var request = texts.get(AuditField.HTTP_REQUEST_ID);
            var action = texts.get(AuditField.EVENT_ACTION);
            if (request == null || action == null) {
                return Optional.empty();
            }
            var event = AuditEvent.of(Stage.OUTCOME, at, action, request)
                    .outcome("unknown")
                    .text(AuditField.ERROR_MESSAGE, "the node ended before the request did")
                    .text(AuditField.EVENT_REASON, texts.get(AuditField.EVENT_REASON));
            COMMON.forEach(field -> {
                event.text(field, texts.get(field));
                if (numbers.containsKey(field)) {
                    event.number(field, numbers.getOrDefault(field, 0L));
                }
            });
            return Optional.of(event);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void read(JsonParser json, Map<AuditField, String> texts, Map<AuditField, Long> numbers)
            throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var field = BY_PATH.get(json.currentName());
            var value = json.nextToken();
            if (field == null || value.isStructStart()) {
                json.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                texts.put(field, json.getText());
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(field, json.getLongValue());
            }
        }
    }
}
