package io.tollhouse.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that we started. Its standard input stays open as long as we live, and its end is how it learns of ours. It has
 * a session of its own: what a terminal or a shell sends to all of our group, Ctrl-C for one, comes to us alone, and we end
 * our children in their order.
 */
public final class Child {
    private static final String OWN_SESSION = "setsid";
    private static final long LOG_LIMIT = 16L << 20;

    private final Process process;
    private final OutputStream lifeLine;
    private final Path pidFile;
    private final CompletableFuture<Integer> exit;

    private Child(Process process, Path pidFile) {
        this.process = process;
        this.lifeLine = process.getOutputStream();
        this.pidFile = pidFile;
        this.exit = process.onExit().thenApply(ended -> {
            removePidFile();
            return ended.exitValue();
        });
    }

    /**
     * Starts a process.
     *
     * @param log where its output is appended; one that has grown large is put aside first
     * @throws IOException when the program cannot be run
     */
    public static Child start(Launch launch, Path log, Path pidFile) throws IOException {
        putAside(log);
        var command = new ArrayList<>(launch.command());
        command.add(0, OWN_SESSION); // executes the command in its own place, so the process id is the command's
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        var child = new Child(builder.start(), pidFile);
        Files.writeString(pidFile, child.pid() + "\n");
        child.say(launch.input());
        return child;
    }

    private static void putAside(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void say(byte[] input) {
        try {
            lifeLine.write(input);
            lifeLine.flush();
        } catch (IOException e) {
            // it has ended already; whoever waits for it sees that
        }
    }

    private void removePidFile() {
        try {
            if (Files.exists(pidFile) && Files.readString(pidFile).strip().equals(String.valueOf(pid()))) {
                Files.delete(pidFile);
            }
        } catch (IOException e) {
            // a pid file that stays behind is harmless: readers check that the process lives
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with its exit code; 128 and the signal's number when a signal ended it. */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /** Asks it to end, and makes it when it has not after a time. Returns when it has. */
    public void stop(Duration grace) throws InterruptedException {
        // Not Process.destroy(), which also closes the input: a child takes that for our death and hurries.
        process.toHandle().destroy();
        if (!ended(grace)) {
            kill();
        }
    }

    /** SIGKILL. Returns when it has ended. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        ended(Duration.ofSeconds(10));
    }

    private boolean ended(Duration limit) throws InterruptedException {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process does not fail", e);
        }
    }
}
