package io.tollhouse.proxy.listen;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.proxy.judge.Client;
import io.tollhouse.proxy.upstream.Transport;
import java.net.InetSocketAddress;

/** Takes a new connection of a client, unless too many are open. */
@ChannelHandler.Sharable
final class ClientInitializer extends ChannelInitializer<Channel> {
    private static final int MAX_CONNECTIONS = 20_000;

    private final EdgeLoops loops;
    private final ChannelGroup clients;
    private final Counter turnedAway;

    ClientInitializer(EdgeLoops loops, ChannelGroup clients, Counter turnedAway) {
        this.loops = loops;
        this.clients = clients;
        this.turnedAway = turnedAway;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (clients.size() >= MAX_CONNECTIONS) {
            turnedAway.increment();
            channel.close();
        } else if (channel.remoteAddress() instanceof InetSocketAddress from) {
            clients.add(channel);
            Transport.prepare(channel);
            var client = new Client(IpAddress.of(from.getAddress()), from.getPort());
            var loop = loops.of(channel.eventLoop());
            channel.pipeline().addLast(ClientPipeline.DETECTION, new ProtocolDetection(channel, loop, client));
        } else {
            channel.close(); // it went away before it was taken
        }
    }
}
