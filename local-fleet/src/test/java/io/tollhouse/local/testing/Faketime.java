package io.tollhouse.local.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Clocks that are wrong, by Debian's package {@code faketime}. Timers go right: it is the time of day alone that is moved. */
public final class Faketime {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private Faketime() {}

    /** What stands in front of the command of a process; where the package is not there, the test is skipped. */
    public static List<String> ahead(Duration by) throws IOException {
        var library = library();
        Assumptions.assumeTrue(library.isPresent(), "needs Debian's package faketime");
        return List.of(
                "env",
                "LD_PRELOAD=" + library.orElseThrow(),
                "FAKETIME=%+d".formatted(by.toSeconds()),
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // else waits of the JVM end at once (seen with 0.9.10)
                "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }

    /** Not the program {@code faketime}, which stays as a parent that passes no signals on. */
    private static Optional<Path> library() throws IOException {
        try (var found = Files.newDirectoryStream(LIBRARIES, "*-linux-*")) {
            for (var folder : found) {
                var library = folder.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        }
    }
}
