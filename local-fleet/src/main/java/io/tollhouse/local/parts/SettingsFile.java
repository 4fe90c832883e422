package io.tollhouse.local.parts;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings as a YAML file: flat, every text in quotes. */
final class SettingsFile {
    private SettingsFile() {}

    static String text(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + value(setting.getValue()) + "\n")
                .collect(Collectors.joining(
                        "", "# Written by `tollhouse up` at every start. The environment stands above it.\n", ""));
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SettingsFile::value).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quoted(value.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
