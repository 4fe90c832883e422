package io.tollhouse.proxy.fleet;

import java.util.Arrays;

/**
 * How far the brokers' clock is ahead of this node's. The acknowledgement of a topic with LogAppendTime carries the brokers'
 * clock; it was read between the sending and the acknowledgement. The median of the last few counts, so that a single odd one
 * moves nothing.
 */
final class Skew {
    private static final int KEPT = 5;

    /** An acknowledgement that took longer says too little. */
    private static final long MAX_MILLIS = 1_000;

    /** A smaller change is the network's: a clock that followed it would go back and forth. */
    private static final long NOISE_MILLIS = 50;

    private final long[] samples = new long[KEPT];
    private long heard;
    private volatile long millis;

    /** All three by clocks in milliseconds since 1970. */
    synchronized void learn(long sent, long broker, long acknowledged) {
        if (acknowledged < sent || acknowledged - sent > MAX_MILLIS) {
            return;
        }
        samples[(int) (heard++ % KEPT)] = broker - (sent + (acknowledged - sent) / 2);
        long median = median(Arrays.copyOf(samples, (int) Math.min(heard, KEPT)));
        if (Math.abs(median - millis) > NOISE_MILLIS) {
            millis = median;
        }
    }

    /** Of two in the middle the one that moves the clock less. */
    private static long median(long[] known) {
        Arrays.sort(known);
        long low = known[(known.length - 1) / 2];
        long high = known[known.length / 2];
        return Math.abs(low) <= Math.abs(high) ? low : high;
    }

    /** To be added to this node's clock; 0 as long as nothing was learnt. Reads one volatile field. */
    long millis() {
        return millis;
    }
}
