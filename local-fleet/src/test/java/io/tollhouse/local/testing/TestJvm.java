package io.tollhouse.local.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The JVM that runs these tests; the build runs several at once. */
final class TestJvm {
    private static final int MOST = 16;

    /** Keeps the number ours until this JVM ends, however it ends. */
    @SuppressWarnings("NullAway.Init")
    private static FileChannel held;

    /** From 1 on, the least that no other JVM holds which runs tests on the same build. */
    static final int NUMBER = take();

    private TestJvm() {}

    private static int take() {
        try {
            for (int number = 1; number <= MOST; number++) {
                var lock = Path.of("target", "test-jvm-" + number + ".lock");
                held = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (held.tryLock() != null) {
                    return number;
                }
                held.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("more than " + MOST + " JVMs run tests on this build");
    }
}
