package io.tollhouse.proxy.listen;

import io.tollhouse.proxy.judge.Progress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What the edge of a node needs to know.
 *
 * @param listen where agents connect, resolved; port 0 = any free one
 * @param door how they may speak there
 * @param dnsServers in the order in which they are asked; none = names fail closed
 * @param connectTimeout of one upstream connection, over all of its addresses
 * @param progress when a running request has a record
 * @param eventLoops how many threads carry connections; at least 1
 */
public record EdgeSettings(
        InetSocketAddress listen,
        Door door,
        List<InetSocketAddress> dnsServers,
        Duration connectTimeout,
        Progress.Terms progress,
        int eventLoops) {

    /** Copies; refuses what cannot be. */
    public EdgeSettings {
        dnsServers = List.copyOf(dnsServers);
        if (listen.isUnresolved() || eventLoops < 1 || connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("listen must be resolved, eventLoops and connectTimeout positive");
        }
    }
}
