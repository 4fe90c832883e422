package io.tollhouse.local.outages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long ago a process was started, the start of its JVM included.
 *
 * @param waited at most so much of it one of its threads was ready to run and had no processor, as Linux counts that: other
 *     processes of a busy machine are not its fault
 */
record StartTime(Duration all, Duration waited) {
    static StartTime of(long pid) throws IOException {
        var now = Instant.now();
        var start = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElseThrow();
        return new StartTime(Duration.between(start, now), longestWait(Path.of("/proc/" + pid + "/task")));
    }

    private static Duration longestWait(Path threads) throws IOException {
        var longest = Duration.ZERO;
        try (var folders = Files.newDirectoryStream(threads)) {
            for (var folder : folders) {
                var waited = Duration.ofNanos(Long.parseLong(
                        Files.readString(folder.resolve("schedstat")).split(" ", -1)[1]));
                longest = waited.compareTo(longest) > 0 ? waited : longest;
            }
        }
        return longest;
    }

    Duration withoutWaiting() {
        return all.minus(waited);
    }

    @Override
    public String toString() {
        return all.toMillis() + " ms, " + waited.toMillis() + " ms of them without a processor";
    }
}
