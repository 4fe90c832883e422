package io.tollhouse.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that is to run all the time.
 *
 * @param name for people, and for its files
 * @param starter says how it is started; asked at every start
 * @param readiness whether it does what it is for
 * @param grace how long it may take to stop
 */
public record Service(String name, Starter starter, Readiness readiness, Path log, Path pidFile, Duration grace) {
    /** Lays out what the process needs, and says how it is started. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Called before each start.
         *
         * @throws IOException with a sentence for people
         */
        Launch launch() throws IOException;

        /**
         * Called after each end.
         *
         * @param exit its code; 128 and the signal's number when a signal ended it
         * @param wasReady whether it ever was
         */
        default void ended(int exit, boolean wasReady) {}
    }

    /** Asks a process what it lacks. Answers within a second or so, and never throws. */
    @FunctionalInterface
    public interface Readiness {
        /** A few words for people; empty when it is ready. */
        Optional<String> missing();
    }
}
