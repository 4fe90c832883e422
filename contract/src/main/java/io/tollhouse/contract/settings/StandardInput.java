package io.tollhouse.contract.settings;

import java.io.IOException;
import java.io.InputStream;

/** Ties a child process to its parent: when the pipe that the parent holds open ends, so does the child. */
public final class StandardInput {
    private static final long GRACE_MILLIS = 1500;

    private StandardInput() {}

    /** Ends this process, with its shutdown hooks but not for longer than they may take, when the input ends. */
    public static void exitWhenItEnds(InputStream input) {
        var thread = new Thread(() -> awaitEnd(input), "exit-with-stdin");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd(InputStream input) {
        try {
            var ignored = new byte[256];
            while (input.read(ignored) >= 0) {
                // whatever a parent writes means nothing; only the end does
            }
        } catch (IOException e) {
            // a broken pipe is an end as well
        }
        var guard = new Thread(StandardInput::haltAfterGrace, "exit-with-stdin-guard");
        guard.setDaemon(true);
        guard.start();
        System.exit(0);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
