package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a kill stops; of its parts one is there at least. */
public record Selector(
        @Nullable String agent,
        @Nullable String destination,
        @Nullable String rule,
        @Nullable String node) {

    /** Of a kill as the API shows it. */
    public static Selector of(JsonNode kill) {
        return new Selector(text(kill, "agent"), text(kill, "destination"), text(kill, "rule"), text(kill, "node"));
    }

    private static @Nullable String text(JsonNode kill, String name) {
        return kill.hasNonNull(name) ? kill.path(name).asText() : null;
    }

    /** Whether it says nothing. */
    public boolean isEmpty() {
        return parts().isEmpty();
    }

    private Map<String, String> parts() {
        var parts = new LinkedHashMap<String, String>();
        put(parts, "agent", agent);
        put(parts, "destination", destination);
        put(parts, "rule", rule);
        put(parts, "node", node);
        return parts;
    }

    private static void put(Map<String, String> parts, String name, @Nullable String text) {
        if (text != null) {
            parts.put(name, text);
        }
    }

    ObjectNode toJson() {
        var body = JsonNodeFactory.instance.objectNode();
        parts().forEach(body::put);
        return body;
    }

    Query in(Query path) {
        parts().forEach(path::with);
        return path;
    }

    /** {@code agent research-7, node node-2}. */
    public String words() {
        return parts().entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    /** As it is typed in a shell. */
    public String options() {
        return parts().entrySet().stream()
                .map(part -> "--" + part.getKey() + " " + quoted(part.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9._@:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
