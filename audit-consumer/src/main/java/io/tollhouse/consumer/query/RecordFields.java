package io.tollhouse.consumer.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of a record's fields, as text. */
public final class RecordFields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, AuditField> BY_PATH =
            Arrays.stream(AuditField.values()).collect(Collectors.toMap(AuditField::path, field -> field));

    private final Map<AuditField, List<String>> values = new EnumMap<>(AuditField.class);

    private RecordFields() {}

    /**
     * Reads a record.
     *
     * @param record one JSON object that was checked
     */
    public static RecordFields of(byte[] record) throws IOException {
        var fields = new RecordFields();
        try (var json = JSON.createParser(record)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(json);
            }
        }
        return fields;
    }

    private void read(JsonParser json) throws IOException {
        var field = BY_PATH.get(json.currentName());
        var token = json.nextToken();
        if (field == null || token == JsonToken.START_OBJECT) {
            json.skipChildren();
        } else if (token == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                add(field, json);
            }
        } else {
            add(field, json);
        }
    }

    private void add(AuditField field, JsonParser json) throws IOException {
        if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
            values.computeIfAbsent(field, any -> new ArrayList<>(1)).add(json.getText());
        } else {
            json.skipChildren();
        }
    }

    List<String> values(AuditField field) {
        return values.getOrDefault(field, List.of());
    }
}
