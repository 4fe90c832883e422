package io.tollhouse.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * The event loops and channel types of a node: the one place that names a transport. They are NIO's, since half-close under
 * back-pressure is broken on Netty's epoll (netty#16689).
 */
public final class Transport {
    /** After this many seconds of silence the kernel asks whether the other side is still there. */
    private static final int KEEP_ALIVE_SECONDS = 60;

    private Transport() {}

    /**
     * Event loops, each with a daemon thread of its own.
     *
     * @param count of loops, at least 1
     * @param name of the threads, followed by a number
     */
    public static EventLoopGroup loops(int count, String name) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** What listens. */
    public static Class<? extends ServerChannel> server() {
        return NioServerSocketChannel.class;
    }

    /** A TCP connection. */
    public static Class<? extends SocketChannel> socket() {
        return NioSocketChannel.class;
    }

    /** UDP, for questions of names. */
    public static Class<? extends DatagramChannel> datagram() {
        return NioDatagramChannel.class;
    }

    /** What every connection that carries agents' bytes has: no delay, keep-alive, and ends that are passed on singly. */
    public static void prepare(Channel channel) {
        var config = channel.config();
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_SECONDS);
    }
}
