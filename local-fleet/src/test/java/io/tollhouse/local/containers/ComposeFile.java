package io.tollhouse.local.containers;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code docker-compose.yml} as far as the tests ask. */
record ComposeFile(Node root) {
    private static final int MAX_BYTES = 1 << 20;

    static ComposeFile read(Path file) throws IOException, InvalidDocument {
        return new ComposeFile(YamlReader.read(Files.readAllBytes(file), file.toString(), MAX_BYTES));
    }

    Set<String> keys() {
        return map(root).keySet();
    }

    Map<String, Service> services() {
        var services = new TreeMap<String, Service>();
        map(map(root).get("services")).forEach((name, service) -> services.put(name, new Service(name, map(service))));
        return services;
    }

    Service service(String name) {
        return Optional.ofNullable(services().get(name)).orElseThrow();
    }

    Set<String> networks() {
        return map(map(root).get("networks")).keySet();
    }

    /** Whether nothing is forwarded out of a network. */
    boolean isInternal(String network) {
        return text(network(network).get("internal")).equals("true");
    }

    /** An option of the engine for a network; empty where it is not set. */
    String option(String network, String option) {
        return text(map(network(network).get("driver_opts")).get(option));
    }

    private Map<String, Node> network(String name) {
        return map(map(map(root).get("networks")).get(name));
    }

    Set<String> volumes() {
        return map(map(root).get("volumes")).keySet();
    }

    /** One service. */
    record Service(String name, Map<String, Node> fields) {
        boolean has(String key) {
            return fields.containsKey(key);
        }

        /** The text of a key; empty where it is not there. */
        String text(String key) {
            return ComposeFile.text(fields.get(key));
        }

        List<String> list(String key) {
            return ComposeFile.list(fields.get(key));
        }

        Map<String, String> environment() {
            var variables = new TreeMap<String, String>();
            map(fields.get("environment"))
                    .forEach((variable, value) -> variables.put(variable, ComposeFile.text(value)));
            return variables;
        }

        /** A variable's value; empty where it is not set. */
        String variable(String name) {
            return environment().getOrDefault(name, "");
        }

        /** The stage of the Dockerfile that it is built from; empty where it is somebody else's image. */
        Optional<String> target() {
            return Optional.ofNullable(map(fields.get("build")).get("target")).map(ComposeFile::text);
        }

        /** The command of its health check; empty where it has none. */
        List<String> check() {
            return ComposeFile.list(map(fields.get("healthcheck")).get("test"));
        }

        List<Mount> mounts() {
            return list("volumes").stream().map(Mount::of).toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One line of {@code volumes}. */
    record Mount(String source, String target, boolean readOnly) {
        static Mount of(String line) {
            var parts = line.split(":", -1);
            return new Mount(parts[0], parts[1], parts.length == 3 && parts[2].equals("ro"));
        }
    }

    private static Map<String, Node> map(@Nullable Node node) {
        var entries = new LinkedHashMap<String, Node>();
        if (node instanceof Node.MapNode map) {
            map.entries().forEach((key, entry) -> entries.put(key, entry.value()));
        }
        return entries;
    }

    private static List<String> list(@Nullable Node node) {
        return node instanceof Node.ListNode list
                ? list.items().stream().map(ComposeFile::text).toList()
                : List.of();
    }

    private static String text(@Nullable Node node) {
        return node instanceof Node.Scalar scalar ? scalar.text() : "";
    }
}
