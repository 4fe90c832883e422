package io.tollhouse.contract.settings;

import io.tollhouse.contract.yaml.Quantity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a process's settings into its own record. A getter that finds a problem notes it and returns a placeholder; at the
 * end all problems are thrown at once.
 */
public final class Settings {

    private final Map<String, SettingsSources.Value> values;
    private final List<String> problems;
    private final Map<String, String> effective = new TreeMap<>();

    private Settings(Map<String, SettingsSources.Value> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * What a process starts with.
     *
     * @param settings its own record
     * @param effective each key that it read with the value that holds, secrets hidden
     */
    public record Loaded<T>(T settings, Map<String, String> effective) {}

    /**
     * Reads the settings of a part from its file, the environment and its flags.
     *
     * @throws InvalidSettings with every problem of all three
     */
    public static <T> Loaded<T> load(
            Part part, ProcessArguments arguments, Map<String, String> environment, Function<Settings, T> build)
            throws InvalidSettings {
        var sources = new SettingsSources(part);
        arguments.settingsFile().ifPresent(sources::file);
        sources.environment(environment);
        sources.flags(arguments.settings());
        var settings = new Settings(sources.values(), sources.problems());
        var result = build.apply(settings);
        if (!settings.problems.isEmpty()) {
            throw new InvalidSettings(settings.problems);
        }
        return new Loaded<>(result, settings.effective);
    }

    /** Notes a problem that only the reader of several keys can see. */
    public void problem(String key, String message) {
        problems.add(origin(key) + ": " + message);
    }

    public String text(String key) {
        return value(key).orElseGet(() -> {
            problem(key, "is required");
            return "";
        });
    }

    public String text(String key, String otherwise) {
        var text = value(key).orElse(otherwise);
        effective.put(key, text);
        return text;
    }

    public Optional<String> optional(String key) {
        return value(key);
    }

    public Optional<Secret> secret(String key) {
        var secret = value(key).map(Secret::new);
        secret.ifPresent(s -> effective.put(key, s.toString()));
        return secret;
    }

    /** Text that matches a whole pattern. */
    public String matching(String key, Pattern form, String otherwise) {
        var text = text(key, otherwise);
        if (!form.matcher(text).matches()) {
            problem(key, "must match " + form + ", was '" + text + "'");
        }
        return text;
    }

    public String word(String key, Set<String> words, String otherwise) {
        var text = text(key, otherwise);
        if (!words.contains(text)) {
            problem(key, "must be " + String.join(" or ", new TreeSet<>(words)) + ", was '" + text + "'");
        }
        return text;
    }

    public boolean bool(String key, boolean otherwise) {
        return Boolean.parseBoolean(word(key, Set.of("true", "false"), String.valueOf(otherwise)));
    }

    public int integer(String key, int min, int max, int otherwise) {
        var text = text(key, String.valueOf(otherwise));
        if (text.matches("0|-?[1-9][0-9]{0,9}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        problem(key, "must be a whole number from " + min + " to " + max + ", was '" + text + "'");
        return otherwise;
    }

    /** A whole number with its unit: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 7d}. */
    public Duration duration(String key, Duration min, Duration max, Duration otherwise) {
        var text = text(key, Quantity.text(otherwise));
        var duration = Quantity.duration(text);
        if (duration.isPresent()
                && duration.get().compareTo(min) >= 0
                && duration.get().compareTo(max) <= 0) {
            return duration.get();
        }
        problem(
                key,
                "must be a time as 2s, 500ms or 5m, from %s to %s, was '%s'"
                        .formatted(Quantity.text(min), Quantity.text(max), text));
        return otherwise;
    }

    /** A number of bytes: {@code 1048576}, {@code 64KiB}, {@code 1GiB}. */
    public long size(String key, long min, long max, long otherwise) {
        var text = text(key, String.valueOf(otherwise));
        var bytes = Quantity.bytes(text);
        if (bytes.isPresent() && bytes.getAsLong() >= min && bytes.getAsLong() <= max) {
            return bytes.getAsLong();
        }
        problem(key, "must be a size as 64KiB or 1GiB, from %d to %d bytes, was '%s'".formatted(min, max, text));
        return otherwise;
    }

    /** Where to listen: host:port, whose host is an address of this machine or a name that has one. */
    public InetSocketAddress listener(String key, String otherwise) {
        var text = text(key, otherwise);
        var where = HostPort.parse(text);
        try {
            if (where.isPresent()) {
                return new InetSocketAddress(
                        InetAddress.getByName(where.get().host()), where.get().port());
            }
            problem(key, "must be host:port, was '" + text + "'");
        } catch (UnknownHostException e) {
            problem(key, "the name in '" + text + "' has no address; write the address itself");
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Comma-separated values, or a YAML list; empty when it is not set. */
    public List<String> list(String key) {
        return value(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** At least one. */
    public List<HostPort> requiredHostPorts(String key) {
        text(key); // notes that it is missing
        return hostPorts(key);
    }

    public List<HostPort> hostPorts(String key) {
        var parsed = new ArrayList<HostPort>();
        for (var text : list(key)) {
            HostPort.parse(text)
                    .ifPresentOrElse(parsed::add, () -> problem(key, "must be host:port, was '" + text + "'"));
        }
        return List.copyOf(parsed);
    }

    public Path path(String key) {
        return Path.of(text(key));
    }

    /** Everything set below a prefix, without it: for {@code kafka.properties.}, what Kafka's clients get. */
    public Map<String, String> below(String prefix) {
        var found = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value.text());
                effective.put(key, "(set)");
            }
        });
        return Map.copyOf(found);
    }

    private Optional<String> value(String key) {
        var value = Optional.ofNullable(values.get(key)).map(SettingsSources.Value::text);
        value.ifPresent(text -> effective.put(key, text));
        return value;
    }

    private String origin(String key) {
        var value = values.get(key);
        return value == null ? key : value.origin();
    }
}
