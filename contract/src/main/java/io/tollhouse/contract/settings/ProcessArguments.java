package io.tollhouse.contract.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags of a process: {@code --settings=FILE}, {@code --exit-with-stdin}, {@code --help}, and {@code --path.to.key=value}
 * for any setting.
 *
 * @param exitWithStdin whether the process ends when its standard input ends; only a parent that keeps that open sets it
 */
public record ProcessArguments(
        Optional<String> settingsFile, boolean exitWithStdin, boolean help, Map<String, String> settings) {

    /**
     * Reads the flags.
     *
     * @throws InvalidSettings for anything that is not a flag
     */
    public static ProcessArguments parse(String... args) throws InvalidSettings {
        var problems = new ArrayList<String>();
        var settings = new LinkedHashMap<String, String>();
        Optional<String> file = Optional.empty();
        boolean exitWithStdin = false;
        boolean help = false;
        for (var arg : args) {
            int equals = arg.indexOf('=');
            if (arg.equals("--exit-with-stdin")) {
                exitWithStdin = true;
            } else if (arg.equals("--help") || arg.equals("-h")) {
                help = true;
            } else if (arg.startsWith("--settings=")) {
                file = Optional.of(arg.substring(equals + 1));
            } else if (arg.startsWith("--") && equals > 2) {
                settings.put(arg.substring(2, equals), arg.substring(equals + 1));
            } else {
                problems.add(arg + ": is not a flag; write --path.to.key=value or --settings=FILE");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new ProcessArguments(file, exitWithStdin, help, Map.copyOf(settings));
    }

    /** What {@code --help} prints for a part. */
    public static String helpText(Part part, String command) {
        var lines = new ArrayList<>(List.of(
                "Usage: " + command + " [--settings=FILE] [--path.to.key=value ...]",
                "",
                "Settings come from the YAML file, the environment (TOLLHOUSE_ and the key in upper case with _ for . and -)",
                "and flags; later wins.",
                ""));
        if (part == Part.NODE) {
            lines.addAll(
                    1,
                    List.of("       " + command
                            + " --ship=DIR [--settings=FILE] ...   sends to Kafka what the folder of one node"
                            + " holds, and ends: 0 all, 3 something stays"));
        }
        int width =
                part.keys().stream().mapToInt(key -> key.name().length()).max().orElse(0);
        for (var key : part.keys()) {
            lines.add(("  %-" + width + "s  %s (default: %s)").formatted(key.name(), key.meaning(), key.otherwise()));
        }
        return String.join(System.lineSeparator(), lines);
    }
}
