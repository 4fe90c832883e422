package io.tollhouse.proxy.upstream;

import io.tollhouse.contract.address.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers that are still good, the least used ones making room. For one thread. */
final class AnswerCache {
    private static final long MAX_SECONDS = 300;
    private static final long FAILURE_SECONDS = 2;

    private record Entry(
            Resolver.@Nullable Answer answer, @Nullable Unresolved failure, long until) {}

    private final LongSupplier nanoTime;
    private final Map<Host, Entry> entries;

    /** @param capacity names */
    AnswerCache(int capacity, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Host, Entry> eldest) {
                return size() > capacity;
            }
        };
    }

    /** @param ttl seconds, as the name server said; at most 5 min count, and 0 is for whoever asked alone (RFC 1035) */
    void keep(Host name, Resolver.Answer answer, long ttl) {
        if (ttl > 0) {
            entries.put(name, new Entry(answer, null, until(Math.min(MAX_SECONDS, ttl))));
        }
    }

    /** For a moment: a client that tries again and again need not make the servers' work. */
    void keep(Host name, Unresolved failure) {
        entries.put(name, new Entry(null, failure, until(FAILURE_SECONDS)));
    }

    private long until(long seconds) {
        return nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** The answer, where there is a good one. */
    Resolver.@Nullable Answer answer(Host name) {
        var entry = fresh(name);
        return entry == null ? null : entry.answer();
    }

    /** Why there is none, where that was found out just now. */
    @Nullable
    Unresolved failure(Host name) {
        var entry = fresh(name);
        return entry == null ? null : entry.failure();
    }

    private @Nullable Entry fresh(Host name) {
        var entry = entries.get(name);
        if (entry != null && entry.until() - nanoTime.getAsLong() <= 0) {
            entries.remove(name);
            return null;
        }
        return entry;
    }
}
