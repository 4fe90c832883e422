package io.tollhouse.proxy.upstream;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.tollhouse.contract.address.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two real sockets, a client's and an origin's, and the two channels between them that a test relays. */
final class Relayed implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** How a relay ended. */
    record Ended(Relay.Counts counts, Relay.End how) {}

    final Socket client;
    final Socket origin;
    final Channel clientChannel;
    final Channel originChannel;
    private final Channel listener;
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private final AtomicInteger endings = new AtomicInteger();

    Relayed(EventLoop loop) throws Exception {
        BlockingQueue<Channel> accepted = new ArrayBlockingQueue<>(1);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = new ServerBootstrap()
                .group(loop)
                .channel(Transport.server())
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.SO_SNDBUF, BUFFER)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                    }
                })
                .bind(here)
                .sync()
                .channel();
        try (var origins = new ServerSocket(0, 1, here.getAddress())) {
            client = new Socket();
            client.setReceiveBufferSize(BUFFER);
            client.connect(listener.localAddress());
            clientChannel = requireNonNull(accepted.poll(5, TimeUnit.SECONDS));
            originChannel = requireNonNull(new Dialer(Duration.ofSeconds(5), new SimpleMeterRegistry())
                            .dial(loop, List.of(IpAddress.of(here.getAddress())), origins.getLocalPort())
                            .get(5, TimeUnit.SECONDS))
                    .channel();
            origin = origins.accept();
        }
        client.setSoTimeout(10_000);
        origin.setSoTimeout(10_000);
    }

    /** Starts the relay. */
    Relay start(Duration idle, ByteBuf... toDestinationFirst) throws Exception {
        return requireNonNull(clientChannel
                .eventLoop()
                .submit(() ->
                        Relay.start(clientChannel, originChannel, List.of(toDestinationFirst), idle, (counts, how) -> {
                            endings.incrementAndGet();
                            ended.complete(new Ended(counts, how));
                        }))
                .get(5, TimeUnit.SECONDS));
    }

    boolean isEnded() {
        return ended.isDone();
    }

    /** Waits for the end. */
    Ended ended() throws Exception {
        return ended.get(10, TimeUnit.SECONDS);
    }

    int endings() {
        return endings.get();
    }

    @Override
    public void close() throws IOException {
        client.close();
        origin.close();
        listener.close().syncUninterruptibly();
        clientChannel.close().syncUninterruptibly();
        originChannel.close().syncUninterruptibly();
    }
}
