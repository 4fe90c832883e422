package io.tollhouse.local.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long ago a process was started, the start of its JVM included.
 *
 * @param waited how much of it its threads one after the other were ready to run and had no processor, as Linux counts that: other
 *     processes of a busy machine are not its fault
 */
public record StartTime(Duration all, Duration waited) {
    /** What the launcher's thread and the main thread of a JVM are both called. */
    private static final String MAIN = "java";

    /** The 22nd field of {@code /proc/PID/stat} is the 20th behind the name. */
    private static final int START_TIME = 19;

    private static final long TICKS_PER_SECOND = 100;

    /** Of a process that has just answered. */
    public static StartTime of(long pid) throws IOException {
        return new StartTime(age(Path.of("/proc/" + pid + "/stat")), waited(Path.of("/proc/" + pid + "/task")));
    }

    /** Both since the machine's start: the wall clock's time of that is kept in whole seconds. */
    private static Duration age(Path stat) throws IOException {
        var uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        var fields = Files.readString(stat).replaceFirst("^.*\\) ", "").split(" ", -1);
        var ticks = Long.parseLong(fields[START_TIME]);
        return Duration.ofMillis((long) (1_000 * uptime) - 1_000 / TICKS_PER_SECOND * ticks);
    }

    /** The launcher starts the main thread, which starts everything; an event loop answers then. */
    private static Duration waited(Path threads) throws IOException {
        var main = Duration.ZERO;
        var longest = Duration.ZERO;
        try (var folders = Files.newDirectoryStream(threads)) {
            for (var folder : folders) {
                var waited = Duration.ofNanos(Long.parseLong(
                        Files.readString(folder.resolve("schedstat")).split(" ", -1)[1]));
                if (Files.readString(folder.resolve("comm")).strip().equals(MAIN)) {
                    main = main.plus(waited);
                } else if (waited.compareTo(longest) > 0) {
                    longest = waited;
                }
            }
        }
        return main.plus(longest);
    }

    /** What it would have taken on a machine with nothing else to do, about. */
    public Duration withoutWaiting() {
        return all.minus(waited);
    }

    @Override
    public String toString() {
        return all.toMillis() + " ms, " + waited.toMillis() + " ms of them without a processor";
    }
}
