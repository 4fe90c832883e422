package io.tollhouse.local.process;

import java.time.Duration;

/** Hears what becomes of services. Called from their own threads. */
public interface Watcher {
    /** A service is ready, so long after it was started. */
    void ready(String service, Duration after);

    /**
     * A service has ended by itself, or could not be started.
     *
     * @param how in words
     * @param again when it will be started again
     */
    void died(String service, String how, Duration again);
}
