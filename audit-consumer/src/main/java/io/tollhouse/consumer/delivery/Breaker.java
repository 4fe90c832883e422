package io.tollhouse.consumer.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How many records of a minute may become envelopes. A spoiled producer, or a mistake in our own mapping, would make envelopes of everything:
 * what is beyond waits, is not committed, and is said, until the minute is over. So nobody can hold up a partition for ever, and nothing
 * that somebody looks into within the day has become thousands of envelopes. Safe from any thread.
 */
public final class Breaker {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of so many records, and of more, not even one in ten may be one. */
    private static final int ENOUGH = 100;

    private static final int ONE_IN = 10;

    private final int limit;
    private final Clock clock;
    private Instant began = Instant.MIN;
    private long records;
    private long envelopes;

    /** @param limit envelopes of a minute */
    public Breaker(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    int limit() {
        return limit;
    }

    /** Counts records that have come. */
    synchronized void seen(int number) {
        roll();
        records += number;
    }

    /** Permits some of so many envelopes, and counts them; zero where it was enough for this minute. */
    synchronized int permit(int wanted) {
        roll();
        long most = records < ENOUGH ? limit : Math.min(limit, records / ONE_IN);
        int permitted = (int) Math.max(0, Math.min(wanted, most - envelopes));
        envelopes += permitted;
        return permitted;
    }

    private void roll() {
        var now = clock.instant();
        if (began.equals(Instant.MIN) || !now.isBefore(began.plus(MINUTE)) || now.isBefore(began)) {
            began = now;
            records = 0;
            envelopes = 0;
        }
    }
}
