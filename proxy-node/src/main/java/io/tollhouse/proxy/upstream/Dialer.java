package io.tollhouse.proxy.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.IpAddress;
import java.time.Duration;
import java.util.List;

/**
 * Connects to addresses that were judged, one after the other in their order, within one timeout over all of them. Resolves
 * nothing.
 */
public final class Dialer {

    /**
     * A connection to a destination.
     *
     * @param channel reads nothing by itself yet, and may be half-closed; what breaks it is swallowed until the taker's
     *     handlers stand in its pipeline
     * @param address the one that answered
     */
    public record Dialled(Channel channel, IpAddress address) {}

    private final Duration timeout;
    private final ConnectMeters meters;

    /** @param timeout over all addresses of one destination */
    public Dialer(Duration timeout, MeterRegistry meters) {
        this.timeout = timeout;
        this.meters = new ConnectMeters(meters);
    }

    /**
     * Connects.
     *
     * @param loop on which the connection lives and the future completes
     * @param addresses at least one
     * @return fails with {@link Undialled}; where it is cancelled, what was begun is closed
     */
    public Future<Dialled> dial(EventLoop loop, List<IpAddress> addresses, int port) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a destination has at least one address");
        }
        var dialling = new Dialling(bootstrap(loop), loop, List.copyOf(addresses), port, timeout, meters);
        return dialling.begin();
    }

    private static Bootstrap bootstrap(EventLoop loop) {
        var unattended = new Unattended();
        return new Bootstrap()
                .group(loop)
                .channel(Transport.socket())
                .option(ChannelOption.AUTO_READ, false)
                .disableResolver()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Transport.prepare(channel);
                        channel.pipeline().addLast(Unattended.NAME, unattended);
                    }
                });
    }
}
