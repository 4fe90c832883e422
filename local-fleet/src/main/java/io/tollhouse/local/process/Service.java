package io.tollhouse.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process that is to run all the time.
 *
 * @param name for people, and for its files
 * @param starter says how it is started; asked at every start
 * @param ready whether it does what it is for
 * @param grace how long it may take to stop
 */
public record Service(String name, Starter starter, Readiness ready, Path log, Path pidFile, Duration grace) {
    /** Lays out what the process needs, and says how it is started. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Called before each start.
         *
         * @throws IOException with a sentence for people
         */
        Launch launch() throws IOException;
    }

    /** Asks a process whether it is ready. Answers within a second or so, and never throws. */
    @FunctionalInterface
    public interface Readiness {
        boolean isReady();
    }
}
