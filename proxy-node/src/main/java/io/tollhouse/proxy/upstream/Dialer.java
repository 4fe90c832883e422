package io.tollhouse.proxy.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.IpAddress;
import java.time.Duration;
import java.util.List;

/**
 * Connects to addresses that were judged, one after the other in their order, within one timeout over all of them. Resolves
 * nothing.
 */
@SuppressWarnings("unused") // the insides come next
public final class Dialer {

    /**
     * A connection to a destination.
     *
     * @param channel reads nothing by itself yet, may be half-closed; its pipeline swallows exceptions until the taker's
     *     handlers stand in it
     * @param address the one that answered
     */
    public record Dialled(Channel channel, IpAddress address) {}

    /** @param timeout over all addresses of one destination */
    public Dialer(Duration timeout, MeterRegistry meters) {}

    /**
     * Connects.
     *
     * @param loop on which the connection lives and the future completes
     * @param addresses at least one
     * @return fails with {@link Undialled}; where it is cancelled, what has connected is closed
     */
    public Future<Dialled> dial(EventLoop loop, List<IpAddress> addresses, int port) {
        throw new UnsupportedOperationException();
    }
}
