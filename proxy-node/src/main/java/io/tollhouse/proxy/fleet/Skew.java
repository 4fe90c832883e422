package io.tollhouse.proxy.fleet;

/**
 * How far the brokers' clock is ahead of this node's. The acknowledgement of a topic with LogAppendTime carries the brokers'
 * clock; it was read between the sending and the acknowledgement.
 */
final class Skew {
    /** An acknowledgement that took longer says too little. */
    private static final long MAX_MILLIS = 1_000;

    private volatile long millis;

    /** All three by clocks in milliseconds since 1970. */
    void learn(long sent, long broker, long acknowledged) {
        if (acknowledged >= sent && acknowledged - sent <= MAX_MILLIS) {
            millis = broker - (sent + (acknowledged - sent) / 2);
        }
    }

    long millis() {
        return millis;
    }
}
