package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.contract.audit.AuditField;
import java.util.Locale;
import java.util.Map;

/** What Elasticsearch is told of our indices: templates for those to come, and fields for those that are there. */
final class Templates {
    /** Rises with each change of what stands here, fields included. */
    static final int VERSION = 2;

    /** Names of the templates, with the first part of the names of their indices. */
    static final Map<String, String> PATTERNS =
            Map.of("tollhouse-audit", IndexNames.AUDIT, "tollhouse-envelope", IndexNames.ENVELOPE);

    /** Elasticsearch refuses two templates of one priority that match the same name, and its own have 100 to 200. */
    private static final int PRIORITY = 500;

    private static final int MAX_KEYWORD = 1024;

    private Templates() {}

    static ObjectNode template(String indices, IndexSettings settings) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("index_patterns").add(indices + "*");
        body.put("priority", PRIORITY).put("version", VERSION);
        layOut(body.putObject("template"), settings);
        return body;
    }

    /** An index that needs no template. */
    static ObjectNode index(String alias, IndexSettings settings) {
        var body = JsonNodeFactory.instance.objectNode();
        layOut(body, settings);
        body.putObject("aliases").putObject(alias);
        return body;
    }

    private static void layOut(ObjectNode body, IndexSettings settings) {
        body.set("settings", settings(settings));
        body.putObject("mappings").put("dynamic", false).set("properties", properties());
    }

    private static ObjectNode settings(IndexSettings settings) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("index.number_of_shards", settings.shards())
                .put("index.number_of_replicas", settings.replicas())
                .put("index.refresh_interval", settings.refresh().toMillis() + "ms")
                .put("index.translog.durability", "request");
    }

    /** Of records and envelopes alike, so that a search over both needs no distinction. */
    static ObjectNode properties() {
        var properties = JsonNodeFactory.instance.objectNode();
        for (var field : AuditField.values()) {
            put(properties, field.path(), type(field.type()));
        }
        put(properties, Envelope.TIME, type(AuditField.Type.KEYWORD));
        put(properties, Envelope.ORIGINAL, type("binary"));
        return properties;
    }

    /** A record's {@code "a.b":} means the same to Elasticsearch as {@code "a":{"b":}}, which is how it wants mappings. */
    private static void put(ObjectNode properties, String path, ObjectNode type) {
        var names = path.split("\\.", -1);
        var level = properties;
        for (int i = 0; i < names.length - 1; i++) {
            level = level.withObjectProperty(names[i]).withObjectProperty("properties");
        }
        level.set(names[names.length - 1], type);
    }

    private static ObjectNode type(AuditField.Type type) {
        var mapped = type(type.name().toLowerCase(Locale.ROOT));
        return type == AuditField.Type.KEYWORD
                ? mapped.put("ignore_above", MAX_KEYWORD)
                : mapped.put("ignore_malformed", true);
    }

    private static ObjectNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }
}
