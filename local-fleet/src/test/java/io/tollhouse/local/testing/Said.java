package io.tollhouse.local.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a command said until its end.
 *
 * @param out its standard output
 * @param err its standard error
 */
public record Said(int exit, String out, String err) {
    private static final int LIMIT_SECONDS = 60;

    /** Runs it, without input; what it says on standard error goes through a file. */
    public static Said by(ProcessBuilder builder, Path err) throws IOException, InterruptedException {
        var process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + String.join(" ", builder.command()));
        }
        return new Said(process.exitValue(), out, Files.readString(err));
    }
}
