package io.tollhouse.consumer.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be made out of bytes that are no record of ours: as far as they can be read, and nothing beyond. */
final class Glimpse {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_TEXT = 256;
    private static final Set<AuditField> WANTED = Set.of(
            AuditField.EVENT_ID,
            AuditField.TIMESTAMP,
            AuditField.USER_NAME,
            AuditField.DESTINATION_DOMAIN,
            AuditField.VERDICT);

    private final Map<AuditField, String> texts = new EnumMap<>(AuditField.class);

    private Glimpse() {}

    static Glimpse of(byte @Nullable [] value) {
        var glimpse = new Glimpse();
        if (value != null) {
            try (var json = JSON.createParser(value)) {
                glimpse.read(json);
            } catch (IOException e) {
                // what was read before the error still helps whoever searches
            }
        }
        return glimpse;
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                keep(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private void keep(String name, String text) {
        for (var field : WANTED) {
            if (field.path().equals(name)) {
                texts.putIfAbsent(field, WholeCharacters.of(text, MAX_TEXT));
            }
        }
    }

    /** A field's text, cut to {@value #MAX_TEXT} characters. */
    Optional<String> text(AuditField field) {
        return Optional.ofNullable(texts.get(field));
    }
}
