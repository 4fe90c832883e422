package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.IndexNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Since when indices take no writes. Today's and yesterday's are waited for, whatever it takes: somebody will mend them. An older one may
 * be closed for good, and must not hold up what comes behind. Safe from any thread.
 */
public final class Blocks {
    /** More indices than anybody has days; what is beyond waits until others are mended. */
    private static final int MOST = 10_000;

    private final Duration patience;
    private final Clock clock;
    private final Map<String, Instant> since = new HashMap<>();

    /** @param patience for an older index */
    public Blocks(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Notes that an index took no write, and says whether it is not to be waited for any more. */
    synchronized boolean isGivenUp(String index) {
        if (isWaitedFor(index) || (since.size() >= MOST && !since.containsKey(index))) {
            return false;
        }
        var first = since.computeIfAbsent(index, any -> clock.instant());
        return !clock.instant().isBefore(first.plus(patience));
    }

    /** An index takes writes. */
    synchronized void taken(String index) {
        since.remove(index);
    }

    private boolean isWaitedFor(String index) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return IndexNames.day(index)
                .map(day -> day.equals(today) || day.equals(today.minusDays(1)))
                .orElse(false);
    }
}
