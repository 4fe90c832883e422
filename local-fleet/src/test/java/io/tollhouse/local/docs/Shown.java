package io.tollhouse.local.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as a document shows it, with what it prints.
 *
 * @param line for a shell
 * @param printed in which {@code …} stands for anything, alone on a line for any lines; ids, times and widths of columns are
 *     those of the day on which it was written
 */
record Shown(String line, List<String> printed) {
    private static final String PROMPT = "$ ";
    private static final String LEFT_OUT = "…";
    private static final String NODE = "node-";

    /** What differs from run to run, and what it becomes on both sides before they are compared. */
    private enum Varying {
        TIME("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME"),
        OVERLAY("\\b\\d+-[0-9a-f]{9,12}\\b", "OVERLAY"),
        ID("\\b(?=[0-9a-f]*[0-9])[0-9a-f]{12,24}\\b", "ID"),
        DURATION("\\b\\d+(\\.\\d+)? (ms|s)\\b", "DURATION"),
        CURL("curl/[0-9.]+(-\\w+)?", "CURL"),
        GAP(" {2,}", "  ");

        private final Pattern form;
        private final String name;

        Varying(String form, String name) {
            this.form = Pattern.compile(form);
            this.name = name;
        }

        static String named(String line) {
            var named = line.stripTrailing();
            for (var varying : values()) {
                named = varying.form.matcher(named).replaceAll(varying.name);
            }
            return named;
        }
    }

    Shown {
        printed = List.copyOf(printed);
    }

    /** The commands of a block: lines that begin with a prompt, each with the lines up to the next one. */
    static List<Shown> in(Markdown.Block block) {
        var shown = new ArrayList<Shown>();
        for (var line : block.lines()) {
            if (line.startsWith(PROMPT)) {
                shown.add(new Shown(line.substring(PROMPT.length()), List.of()));
            } else if (!shown.isEmpty()) {
                var last = shown.remove(shown.size() - 1);
                var printed = Stream.concat(last.printed.stream(), Stream.of(line));
                shown.add(new Shown(last.line, printed.toList()));
            }
        }
        return shown;
    }

    /** Whether a command that printed this did what is shown. */
    boolean isLike(String output) {
        var form = nodesInOrder(printed).stream().map(Shown::form).collect(Collectors.joining());
        var real = nodesInOrder(output.lines().toList()).stream()
                .map(line -> Varying.named(line) + "\n")
                .collect(Collectors.joining());
        return Pattern.matches(form, real);
    }

    /** Nodes confirm in any order, and their rows stand in that one: both sides by the names of the nodes. */
    private static List<String> nodesInOrder(List<String> lines) {
        var ordered = new ArrayList<>(lines);
        int end = 0;
        while (end < ordered.size()) {
            int start = end;
            while (end < ordered.size() && ordered.get(end).startsWith(NODE)) {
                end++;
            }
            ordered.subList(start, end).sort(null);
            end++;
        }
        return ordered;
    }

    private static String form(String line) {
        if (line.equals(LEFT_OUT)) {
            return "(.*\n)*";
        }
        return Stream.of(Varying.named(line).split(LEFT_OUT, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")) + "\n";
    }

    @Override
    public String toString() {
        return line;
    }
}
