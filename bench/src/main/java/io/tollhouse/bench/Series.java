package io.tollhouse.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Durations of the same thing, in milliseconds. For one thread. */
final class Series {
    private final String what;
    private final List<Long> millis = new ArrayList<>();

    Series(String what) {
        this.what = what;
    }

    void add(long one) {
        millis.add(one);
    }

    /**
     * The smallest of them that this many percent do not exceed (nearest rank).
     *
     * @param percent 1 to 100
     */
    long percentile(int percent) {
        var sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
    }

    /** A line for people. */
    @Override
    public String toString() {
        return "%-64s n %6d   p50 %5d ms   p99 %5d ms   max %5d ms"
                .formatted(what, millis.size(), percentile(50), percentile(99), percentile(100));
    }
}
