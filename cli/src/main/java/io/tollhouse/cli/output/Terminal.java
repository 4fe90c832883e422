package io.tollhouse.cli.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a stream leads to.
 *
 * @param width in characters; 0 = no terminal, or one of unknown width: cut nothing
 */
public record Terminal(boolean present, boolean colours, int width) {
    /** A file or a pipe. */
    public static final Terminal NONE = new Terminal(false, false, 0);

    private static final long STTY_MILLIS = 500;

    static Terminal ofDescriptor(int descriptor, Map<String, String> environment) {
        if (!isTerminal(descriptor)) {
            return NONE;
        }
        // https://no-color.org: any value that is not empty
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(true, colours, width(environment));
    }

    /** Java knows only whether input and output are both a terminal; Linux says it for each descriptor. */
    @SuppressWarnings("SystemConsoleNull") // asked only of a Java that says null
    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // without /proc; from Java 22 on there is a console even where there is no terminal
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }

    private static int width(Map<String, String> environment) {
        var columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : sttyWidth();
    }

    private static int sttyWidth() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(STTY_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return 0;
            }
            var size = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).strip();
            return size.matches("[0-9]{1,4} [0-9]{1,4}") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
