package io.tollhouse.distributor.fleet;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;

/**
 * The brokers' clock as far as this process can know it: its own, moved by what append times say. An append time lies before the
 * moment in which it is heard, so the brokers' clock is at least that far ahead; of the last few that were heard at once, the
 * greatest difference is the best guess. Safe from any thread.
 */
public final class BrokerClock {
    private static final int SAMPLES = 32;

    private final Clock own;
    private final long[] samples = new long[SAMPLES];
    private long heard;
    private Instant newest = Instant.MIN;

    public BrokerClock(Clock own) {
        this.own = own;
    }

    /** A record was written just now. */
    public synchronized void heardNow(Instant appended) {
        keepNewest(appended);
        samples[(int) (heard++ % SAMPLES)] = ahead(appended);
    }

    /** A record was written at some time: only one from the future says something of the clock. */
    public synchronized void heard(Instant appended) {
        keepNewest(appended);
        if (ahead(appended) > skew()) {
            heardNow(appended);
        }
    }

    public synchronized Instant now() {
        return own.instant().plusMillis(skew());
    }

    /**
     * What the brokers' clock shows at least, however wrong our own is: the newest append time, or less where that clock was set
     * back since. {@link Instant#MIN} before anything was heard.
     */
    public synchronized Instant atLeast() {
        var now = now();
        return newest.isBefore(now) ? newest : now;
    }

    private void keepNewest(Instant appended) {
        newest = appended.isAfter(newest) ? appended : newest;
    }

    private long ahead(Instant appended) {
        return appended.toEpochMilli() - own.millis();
    }

    private long skew() {
        return heard == 0
                ? 0
                : Arrays.stream(samples, 0, (int) Math.min(heard, SAMPLES))
                        .max()
                        .orElseThrow();
    }
}
