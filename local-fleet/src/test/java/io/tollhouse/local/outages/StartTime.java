package io.tollhouse.local.outages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long ago a process was started, the start of its JVM included.
 *
 * @param waited how much of it its threads one after the other were ready to run and had no processor, as Linux counts that: other
 *     processes of a busy machine are not its fault
 */
record StartTime(Duration all, Duration waited) {
    /** What the launcher's thread and the main thread of a JVM are both called. */
    private static final String MAIN = "java";

    static StartTime of(long pid) throws IOException {
        var now = Instant.now();
        var start = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElseThrow();
        return new StartTime(Duration.between(start, now), waited(Path.of("/proc/" + pid + "/task")));
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

    Duration withoutWaiting() {
        return all.minus(waited);
    }

    @Override
    public String toString() {
        return all.toMillis() + " ms, " + waited.toMillis() + " ms of them without a processor";
    }
}
