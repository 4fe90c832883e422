package io.tollhouse.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** How a process ended, for people. */
final class Ending {
    private static final int TAIL = 4096;
    private static final int LINE = 300;
    private static final int SIGNALS = 128;

    private Ending() {}

    /** The exit code or signal, and what the process last said. */
    static String inWords(int exit, Path log) {
        var how = exit > SIGNALS ? "was ended by signal " + (exit - SIGNALS) : "ended with code " + exit;
        var last = lastLine(log);
        return exit > SIGNALS || last.isEmpty() ? how : how + " (" + last + ")";
    }

    private static String lastLine(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            var lines =
                    new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
            return lines.isEmpty() ? "" : cut(lines);
        } catch (IOException e) {
            return "";
        }
    }

    private static String cut(List<String> lines) {
        var last = lines.get(lines.size() - 1).strip();
        return last.length() <= LINE ? last : last.substring(0, LINE) + "…";
    }
}
