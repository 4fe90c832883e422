package io.tollhouse.proxy.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Listens on {@code listen.admin}. */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_BODY = 1024;
    private static final int IDLE_SECONDS = 30;
    private static final int BACKLOG = 64;
    private static final int MAX_CONNECTIONS = 64;

    private final EventLoopGroup loop;
    private final Channel listener;

    private AdminServer(EventLoopGroup loop, Channel listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param revision of the policy in force; 0 for none
     * @param metrics in Prometheus' text format
     * @throws IOException where the address cannot be bound; the message names it
     */
    public static AdminServer start(
            InetSocketAddress address,
            Health health,
            LongSupplier revision,
            Supplier<String> metrics,
            LockdownPage lockdown)
            throws IOException {
        var loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(pipeline(new PageHandler(new Pages(health, revision, metrics), lockdown)))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(
                    "listen.admin: cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort()
                            + " (" + bound.cause().getMessage() + ")");
        }
        return new AdminServer(loop, bound.channel());
    }

    private static ChannelInitializer<Channel> pipeline(PageHandler handler) {
        var open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (open.size() >= MAX_CONNECTIONS) {
                    channel.close();
                    return;
                }
                open.add(channel);
                channel.pipeline()
                        .addLast("codec", new HttpServerCodec())
                        .addLast("whole", new HttpObjectAggregator(MAX_BODY, true))
                        .addLast("idle", new IdleStateHandler(0, 0, IDLE_SECONDS))
                        .addLast("pages", handler);
            }
        };
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
