package io.tollhouse.consumer.query;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.yaml.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The names by which a query knows fields: every one in full, and short ones. */
final class Names {
    private static final Map<String, List<AuditField>> SHORT = Map.ofEntries(
            Map.entry("agent", List.of(AuditField.USER_NAME)),
            Map.entry("host", List.of(AuditField.DESTINATION_DOMAIN)),
            Map.entry("port", List.of(AuditField.DESTINATION_PORT)),
            Map.entry("ip", List.of(AuditField.DESTINATION_IP, AuditField.ADDRESSES, AuditField.SOURCE_IP)),
            Map.entry("verdict", List.of(AuditField.VERDICT)),
            Map.entry("rule", List.of(AuditField.RULE_ID)),
            Map.entry("reason", List.of(AuditField.EVENT_REASON)),
            Map.entry("stage", List.of(AuditField.STAGE)),
            Map.entry("node", List.of(AuditField.OBSERVER_NAME)),
            Map.entry("revision", List.of(AuditField.REVISION)),
            Map.entry("method", List.of(AuditField.HTTP_METHOD)),
            Map.entry("path", List.of(AuditField.URL_PATH)),
            Map.entry("status", List.of(AuditField.HTTP_STATUS)),
            Map.entry("bytes", List.of(AuditField.NETWORK_BYTES)),
            Map.entry("request", List.of(AuditField.HTTP_REQUEST_ID)));

    private static final Map<String, List<AuditField>> ALL = all();

    /** Where a word without a field is looked for. */
    static final List<AuditField> OF_A_WORD =
            List.of(AuditField.DESTINATION_DOMAIN, AuditField.USER_NAME, AuditField.RULE_ID, AuditField.EVENT_REASON);

    private Names() {}

    private static Map<String, List<AuditField>> all() {
        var all = new TreeMap<>(SHORT);
        for (var field : AuditField.values()) {
            all.put(field.path(), List.of(field));
        }
        return all;
    }

    /** The fields of a name, all of one type; empty where none has it. */
    static List<AuditField> fields(String name) {
        return ALL.getOrDefault(name, List.of());
    }

    static Optional<String> nearest(String name) {
        return Words.nearest(name, ALL.keySet());
    }
}
