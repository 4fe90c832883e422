package io.tollhouse.process.kafka;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: twice as long each time up to a limit, and a random part of that (full jitter). */
public final class Backoff {
    private final long firstMillis;
    private final long lastMillis;
    private long nextMillis;

    public Backoff(Duration first, Duration last) {
        firstMillis = first.toMillis();
        lastMillis = last.toMillis();
        nextMillis = firstMillis;
    }

    /** Between nothing and all of what it has come to, so that many who failed together do not come again together. */
    public Duration next() {
        long now = nextMillis;
        nextMillis = Math.min(lastMillis, 2 * nextMillis);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(now + 1));
    }

    /** It worked: the next failure waits little again. */
    public void reset() {
        nextMillis = firstMillis;
    }
}
