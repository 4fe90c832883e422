package io.tollhouse.contract.policy;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts, lists and maps as YAML: a line for each key of the document and of the items below it, what is deeper on that line. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]*");

    private YamlText() {}

    static String document(Map<String, Object> tree) {
        var text = new StringBuilder();
        tree.forEach((key, value) -> {
            text.append(key).append(':');
            if (value instanceof Collection<?> items && items.stream().allMatch(Map.class::isInstance)) {
                text.append('\n');
                items.forEach(item -> item(text, (Map<?, ?>) item));
            } else if (value instanceof Map<?, ?> map && key.equals("lists")) {
                text.append('\n');
                map.forEach((name, list) -> line(text, "  ", name, list));
            } else {
                text.append(' ').append(flow(value)).append('\n');
            }
        });
        return text.toString();
    }

    private static void item(StringBuilder text, Map<?, ?> map) {
        var indent = "  - ";
        for (var entry : map.entrySet()) {
            line(text, indent, entry.getKey(), entry.getValue());
            indent = "    ";
        }
    }

    private static void line(StringBuilder text, String indent, Object key, Object value) {
        text.append(indent)
                .append(scalar(key.toString()))
                .append(": ")
                .append(flow(value))
                .append('\n');
    }

    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> scalar(entry.getKey().toString()) + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(YamlText::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        return scalar(value.toString());
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !text.equals("null") ? text : quoted(text);
    }

    /** As in JSON; what is neither ASCII nor a letter or digit is escaped. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if ((c >= ' ' && c <= '~') || Character.isLetterOrDigit(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
