package io.tollhouse.proxy.listen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Route;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one event loop that wait for another request of the same agent to the same place. Whoever takes one has judged the name
 * and the addresses of the new request before, so that nothing is reached by an older policy. Used by its event loop only.
 */
final class UpstreamPool {
    /** For how long one waits: less than most servers do. */
    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final int MOST = 512;

    private final Map<Key, Deque<UpstreamConnection>> idle = new HashMap<>();

    /** The one that has waited longest first. */
    private final Map<UpstreamConnection, Key> byAge = new LinkedHashMap<>();

    private final Counter reused;

    /**
     * Who may use it again, and for what.
     *
     * @param asked host and port that the client named
     * @param route null where the request goes where it asked
     * @param address it leads to
     */
    record Key(String agent, Destination asked, @Nullable Route route, IpAddress address) {
        private Key at(IpAddress another) {
            return new Key(agent, asked, route, another);
        }
    }

    UpstreamPool(MeterRegistry meters) {
        reused = Counter.builder("tollhouse.upstream.reused")
                .description("Requests that went over a connection of an earlier one")
                .register(meters);
    }

    /**
     * Takes one out.
     *
     * @param addresses that were judged, in the order in which they would be dialled
     * @return null where there is none
     */
    @Nullable
    UpstreamConnection take(String agent, Destination asked, @Nullable Route route, List<IpAddress> addresses) {
        if (byAge.isEmpty()) {
            return null;
        }
        var key = new Key(agent, asked, route, addresses.get(0));
        for (var address : addresses) {
            var found = newest(key.at(address));
            if (found != null) {
                reused.increment();
                return found;
            }
        }
        return null;
    }

    private @Nullable UpstreamConnection newest(Key key) {
        var waiting = idle.get(key);
        while (waiting != null && !waiting.isEmpty()) {
            var last = waiting.getLast();
            remove(last);
            if (last.leave()) {
                return last;
            }
            last.channel().close();
        }
        return null;
    }

    /** Keeps one that nothing is spoken on, or closes it where that cannot be. */
    void keep(Key key, UpstreamConnection connection) {
        if (!connection.isGood()) {
            connection.channel().close();
            return;
        }
        if (byAge.size() >= MOST) {
            end(byAge.keySet().iterator().next());
        }
        byAge.put(connection, key);
        idle.computeIfAbsent(key, any -> new ArrayDeque<>()).add(connection);
        connection.rest(() -> end(connection));
    }

    private void remove(UpstreamConnection connection) {
        var key = byAge.remove(connection);
        var waiting = key == null ? null : idle.get(key);
        if (waiting != null) {
            waiting.removeLastOccurrence(connection);
            if (waiting.isEmpty()) {
                idle.remove(key);
            }
        }
    }

    private void end(UpstreamConnection connection) {
        remove(connection);
        connection.channel().close();
    }

    /** Ends those that have waited for too long. To be called from time to time. */
    void sweep() {
        while (!byAge.isEmpty()) {
            var oldest = byAge.keySet().iterator().next();
            if (oldest.restedNanos() < IDLE_NANOS) {
                return;
            }
            end(oldest);
        }
    }

    /** Ends all. */
    void close() {
        List.copyOf(byAge.keySet()).forEach(this::end);
    }

    /** How many wait. */
    int size() {
        return byAge.size();
    }
}
