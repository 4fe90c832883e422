package io.tollhouse.contract.policy;

/** What a rule can limit, for each agent. */
public enum Limit {
    REQUESTS_PER_MINUTE("requestsPerMinute", 1_000_000_000L),
    REQUESTS_PER_DAY("requestsPerDay", 1_000_000_000L),
    BYTES_OUT_PER_DAY("bytesOutPerDay", 1L << 50),
    BYTES_IN_PER_DAY("bytesInPerDay", 1L << 50),
    /** At the same time. */
    OPEN_TUNNELS("openTunnels", 1_000_000L);

    private final String key;
    private final long max;

    Limit(String key, long max) {
        this.key = key;
        this.max = max;
    }

    /** As it is written in a policy. */
    public String key() {
        return key;
    }

    /** The highest value that can be written; the lowest is 1. */
    public long max() {
        return max;
    }

    /** Whether it counts bytes, which are written with their unit. */
    public boolean isSize() {
        return this == BYTES_OUT_PER_DAY || this == BYTES_IN_PER_DAY;
    }
}
