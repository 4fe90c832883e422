package io.tollhouse.proxy.listen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.tollhouse.proxy.identity.AgentDirectory;
import io.tollhouse.proxy.judge.ActivePolicy;
import io.tollhouse.proxy.judge.LiveRequests;
import io.tollhouse.proxy.judge.Recorder;
import io.tollhouse.proxy.upstream.NettyResolver;
import io.tollhouse.proxy.upstream.Resolver;
import io.tollhouse.proxy.upstream.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The side of a node that agents see: listens, and carries what the policy lets through. */
public final class Edge {
    private static final int BACKLOG = 4096;
    private static final Duration END = Duration.ofSeconds(1);

    private final EventLoopGroup loops;
    private final EdgeLoops parts;
    private final ChannelGroup clients;
    private final Channel listener;

    private Edge(EventLoopGroup loops, EdgeLoops parts, ChannelGroup clients, Channel listener) {
        this.loops = loops;
        this.parts = parts;
        this.clients = clients;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param time by which requests are judged and recorded; event loops read it
     * @throws IOException where the address cannot be bound; the message names it
     */
    public static Edge start(
            EdgeSettings settings,
            ActivePolicy policy,
            AgentDirectory agents,
            Recorder recorder,
            MeterRegistry meters,
            Clock time)
            throws IOException {
        return start(
                settings,
                policy,
                agents,
                recorder,
                meters,
                time,
                loop -> new NettyResolver(loop, settings.dnsServers()),
                Clocks.DEFAULT);
    }

    /** With a resolver and clocks of a test's own. */
    static Edge start(
            EdgeSettings settings,
            ActivePolicy policy,
            AgentDirectory agents,
            Recorder recorder,
            MeterRegistry meters,
            Clock time,
            Function<EventLoop, Resolver> resolvers,
            Clocks clocks)
            throws IOException {
        var loops = Transport.loops(settings.eventLoops(), "edge");
        var parts = new EdgeLoops(settings, policy, agents, recorder, meters, time, resolvers, clocks);
        loops.forEach(loop -> parts.add((EventLoop) loop));
        var clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        var turnedAway = Counter.builder("tollhouse.connections.refused")
                .description("Client connections that were closed at once, since too many were open")
                .register(meters);
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(Transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ClientInitializer(parts, clients, turnedAway))
                .bind(settings.listen())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            parts.close();
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("listen.proxy: cannot listen on " + text(settings.listen()) + " ("
                    + bound.cause().getMessage() + "); free the port, or set another one");
        }
        return new Edge(loops, parts, clients, bound.channel());
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What is in flight, to be judged again when the policy changes. */
    public LiveRequests live() {
        return parts.live();
    }

    /** How many client connections are open. */
    public long connections() {
        return clients.size();
    }

    /** How many tunnels are open. */
    public long tunnels() {
        return live().tunnels();
    }

    /** How many tunnels were cut by a new revision since the start. */
    public long tunnelsCut() {
        return live().tunnelsCut();
    }

    /**
     * Takes new connections for a while, each of which ends behind its next answer as every other does; then none, and returns when nothing is in
     * flight any more, or its time is over.
     */
    public void drain(DrainTerms terms) throws InterruptedException {
        parts.drain();
        Thread.sleep(terms.accept().toMillis());
        listener.eventLoop()
                .submit(() -> {})
                .awaitUninterruptibly(END.toMillis()); // what waits to be accepted is, before the tasks of a loop
        listener.close().awaitUninterruptibly();
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientSession.Event.NODE_STOPS));
        clients.newCloseFuture().awaitUninterruptibly(terms.limit().toMillis());
    }

    /** Ends everything at once, what is in flight with its outcome records. A second call does nothing. */
    public void stop() {
        if (loops.isShuttingDown()) {
            return;
        }
        listener.close().awaitUninterruptibly();
        parts.endRequests();
        clients.close().awaitUninterruptibly(END.toMillis());
        parts.close();
        loops.shutdownGracefully(0, END.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * END.toMillis());
    }
}
