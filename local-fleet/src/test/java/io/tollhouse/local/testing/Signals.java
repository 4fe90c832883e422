package io.tollhouse.local.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Signals to processes, by their names. */
public final class Signals {
    private Signals() {}

    /** Sends one, {@code STOP} for instance; nothing happens where the process is gone. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Stops a process, and returns when it stands still: the signal is sent at once, and each thread stops when it next runs. */
    public static void freeze(long pid) throws IOException, InterruptedException {
        send("STOP", pid);
        Awaitility.await("every thread stands still")
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsInstanceOf(NoSuchFileException.class) // one that has just ended
                .until(() -> isStopped(pid));
    }

    private static boolean isStopped(long pid) throws IOException {
        try (var threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (var thread : threads.toList()) {
                var stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }
}
