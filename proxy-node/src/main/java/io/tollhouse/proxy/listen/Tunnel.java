package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Carrier;
import io.tollhouse.proxy.judge.Ending;
import io.tollhouse.proxy.judge.Moved;
import io.tollhouse.proxy.judge.Refusal;
import io.tollhouse.proxy.judge.RequestFlow;
import io.tollhouse.proxy.judge.Spoken;
import io.tollhouse.proxy.upstream.Dialer.Dialled;
import io.tollhouse.proxy.upstream.Relay;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries one tunnel: admitted, its client hears of it, and it becomes what its first bytes say. TLS is relayed where it asks
 * for the judged host. Plain HTTP is served request by request; the connection that was made for the tunnel waits for the first of them.
 */
final class Tunnel implements Exchange, Carrier, FirstBytes.Taker {
    private static final int ACCESS_DENIED = 49;
    private static final int UNRECOGNIZED_NAME = 112;

    private final EdgeLoop loop;
    private final TunnelClient client;
    private final Channel channel;
    private final Destination to;
    private final Asked asked;
    private final RequestFlow flow;
    private @Nullable Dialled dialled;
    private boolean handedOn;
    private @Nullable Route route;
    private @Nullable Relay relay;
    private Spoken spoken = Spoken.NOTHING;
    private @Nullable String refusedLate;

    Tunnel(EdgeLoop loop, TunnelClient client, Destination to, Asked asked) {
        this.loop = loop;
        this.client = client;
        this.channel = client.channel();
        this.to = to;
        this.asked = asked;
        this.flow = loop.judge().flow(asked, this);
    }

    @Override
    public void begin() {
        flow.begin();
    }

    @Override
    public void refused(Refusal refusal) {
        client.refuse(refusal);
    }

    @Override
    public void admitted(Dialled connection, @Nullable Route over) {
        dialled = connection;
        route = over;
        var rest = client.established(asked.id());
        channel.closeFuture().addListener(closed -> clientGone("the client went away"));
        channel.config().setAutoRead(true);
        channel.pipeline()
                .addLast(
                        ClientPipeline.FIRST_BYTES,
                        new FirstBytes(this, loop.clocks().hello(), rest));
    }

    @Override
    public void tls(ClientHello.Result hello, ByteBuf bytes) {
        var problem = nameProblem(hello);
        if (problem != null) {
            bytes.release();
            refuse(BuiltIn.SNI, UNRECOGNIZED_NAME, problem);
        } else if (route != null && route.scheme() != Route.Scheme.TCP) {
            bytes.release();
            var why = "the rule leads to an http upstream, which cannot take TLS: ask with http://";
            refuse(BuiltIn.PROTOCOL, ACCESS_DENIED, why);
        } else if (mayNotSpeak(Protocol.TLS, hello.ech())) {
            bytes.release();
        } else {
            relay(hello, bytes);
        }
    }

    /** Whether the policy refuses what is spoken, which is then said. */
    private boolean mayNotSpeak(Protocol protocol, boolean encryptedHello) {
        var why = flow.speaks(protocol, encryptedHello);
        if (why != null) {
            refuse(BuiltIn.PROTOCOL, protocol == Protocol.TLS ? ACCESS_DENIED : 0, why);
        }
        return why != null;
    }

    /** What TLS asks for must be what was judged; null where it is. */
    private @Nullable String nameProblem(ClientHello.Result hello) {
        spoken = Spoken.tls(null, hello.ech());
        var name = hello.serverName();
        if (name == null) {
            return to.host().isLiteral() ? null : "TLS asks for no host, and the tunnel is for " + to.host();
        }
        try {
            var host = Host.parse(name);
            spoken = Spoken.tls(host.text(), hello.ech());
            return host.equals(to.host()) ? null : "TLS asks for another host than the tunnel's " + to.host();
        } catch (MalformedHost e) {
            return "the host that TLS asks for " + e.reason();
        }
    }

    private void relay(ClientHello.Result hello, ByteBuf bytes) {
        var upstream = Objects.requireNonNull(dialled).channel();
        var first = bytes.readRetainedSlice(hello.length());
        SecondHello.watch(channel, upstream, hello, bytes, this::refusedLate);
        relay = Relay.start(channel, upstream, List.of(first), loop.clocks().silence(), this::relayed);
    }

    @Override
    public void other(ByteBuf bytes) {
        if (route != null && route.scheme() != Route.Scheme.TCP) {
            bytes.release();
            refuse(BuiltIn.PROTOCOL, 0, "the rule leads to an http upstream, which takes nothing else");
        } else if (mayNotSpeak(Protocol.TCP, false)) {
            bytes.release();
        } else {
            spoken = Spoken.TCP;
            var upstream = Objects.requireNonNull(dialled).channel();
            relay = Relay.start(channel, upstream, List.of(bytes), loop.clocks().silence(), this::relayed);
        }
    }

    private void refusedLate(String why) {
        refusedLate = "its second TLS hello " + why;
        if (relay != null) {
            relay.cut();
        }
    }

    private void relayed(Relay.Counts counts, Relay.End end) {
        var error =
                refusedLate != null ? refusedLate : end.problem(loop.clocks().silence());
        var rule = refusedLate != null ? BuiltIn.SNI : null;
        flow.finish(new Ending(counts.fromClient(), counts.fromDestination(), 0, error, rule, spoken));
    }

    @Override
    public void http(ByteBuf bytes) {
        spoken = Spoken.HTTP;
        flow.speaks(Protocol.HTTP, false);
        handOn();
        var scope = new TunnelScope(to, asked.agent());
        ClientPipeline.speakHttp(channel, loop, client.client(), scope, bytes);
    }

    @Override
    public void unknown(boolean tls, String why) {
        refuse(BuiltIn.PROTOCOL, tls ? ACCESS_DENIED : 0, why);
    }

    /** @param alert of TLS that says it to the client; 0 where the client would not understand it */
    private void refuse(BuiltIn rule, int alert, String why) {
        closeDestination();
        flow.finish(Ending.refused(rule, why, spoken));
        Farewell.sayAfter(channel.writeAndFlush(alert == 0 ? Unpooled.EMPTY_BUFFER : alert(alert)));
    }

    /** A fatal alert in a record of its own (RFC 8446 section 6); before the handshake it goes in clear. */
    private static ByteBuf alert(int description) {
        return Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
    }

    @Override
    public Moved moved() {
        var now = relay == null ? new Relay.Counts(0, 0) : relay.counts();
        return new Moved(now.fromClient(), now.fromDestination());
    }

    @Override
    public void cut() {
        if (relay != null) {
            relay.cut();
        } else {
            flow.finish(Ending.badly(0, 0, spoken, "cut"));
            closeDestination();
            channel.close();
        }
    }

    @Override
    public void stopped() {
        channel.close();
    }

    @Override
    public void clientGone(String why) {
        if (relay != null) {
            return; // it sees that itself
        }
        if (dialled == null) {
            flow.abandon();
            return;
        }
        closeDestination();
        flow.finish(spoken.equals(Spoken.HTTP) ? Ending.well(0, 0, spoken) : Ending.badly(0, 0, spoken, why));
        channel.close();
    }

    /** The first request inside may go over it, once it is admitted; TLS would begin with its handshake before that. */
    private void handOn() {
        var connection = Objects.requireNonNull(dialled);
        if (route != null && route.scheme() == Route.Scheme.HTTPS) {
            closeDestination();
            return;
        }
        handedOn = true;
        var key = new UpstreamPool.Key(asked.agent(), to, route, connection.address());
        loop.pool().keep(key, new UpstreamConnection(connection.channel(), connection.address(), route, loop.tls()));
    }

    private void closeDestination() {
        if (dialled != null && !handedOn) {
            dialled.channel().close();
        }
    }

    @Override
    public void bodyMalformed(String why) {
        throw new IllegalStateException("a CONNECT has no body");
    }

    @Override
    public void content(HttpContent content) {
        content.release(); // a CONNECT has no body; what follows it waits as bytes
    }

    @Override
    public void clientReadComplete() {}

    @Override
    public void clientWritabilityChanged() {}
}
