package io.tollhouse.local.testing;

import java.io.IOException;

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
}
