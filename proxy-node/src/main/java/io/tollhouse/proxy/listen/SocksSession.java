package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.proxy.identity.Identity;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Client;
import io.tollhouse.proxy.judge.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the one request of a SOCKS5 connection: a user and a password, then CONNECT. Everything else that SOCKS has is refused, with the
 * code that clients know.
 */
final class SocksSession extends ChannelInboundHandlerAdapter implements TunnelClient {

    /** What is waited for. */
    private enum State {
        METHODS,
        CREDENTIALS,
        REQUEST,
        DECISION,
        NOTHING
    }

    private final Channel channel;
    private final EdgeLoop loop;
    private final Client client;
    private final Alarm alarm;
    private ByteBuf waiting;
    private State state = State.METHODS;
    private @Nullable String agent;
    private @Nullable Tunnel tunnel;

    /** @param first bytes that came already; released here */
    SocksSession(Channel channel, EdgeLoop loop, Client client, ByteBuf first) {
        this.channel = channel;
        this.loop = loop;
        this.client = client;
        this.waiting = first;
        this.alarm = new Alarm(channel.eventLoop(), () -> malformed(no(), "was not whole in time"));
    }

    /** Reads what was there before this stood in the pipeline. */
    void begin() {
        alarm.set(loop.clocks().head());
        drain();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (state == State.NOTHING) {
            bytes.release();
            return;
        }
        waiting = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), waiting, bytes);
        drain();
    }

    private void drain() {
        try {
            var before = State.NOTHING;
            while (state != before) {
                before = state;
                step();
            }
        } catch (MalformedSocks e) {
            var answer = e.answer();
            malformed(answer == null ? no() : answer, e.reason());
        }
    }

    private void step() throws MalformedSocks {
        switch (state) {
            case METHODS -> methods();
            case CREDENTIALS -> credentials();
            case REQUEST -> request();
            case DECISION, NOTHING -> {}
        }
    }

    private void methods() throws MalformedSocks {
        if (isVersion4()) {
            var reason = "SOCKS4 is not offered, since it knows no credentials: use SOCKS5 with user and password";
            leave(SocksReply.VERSION_4_REFUSED, BuiltIn.PROTOCOL, Verdict.DENY, reason);
            return;
        }
        var offers = SocksReader.offersUserAndPassword(waiting);
        if (offers == null) {
            return;
        }
        if (offers) {
            state = State.CREDENTIALS;
            channel.writeAndFlush(SocksReply.METHOD.bytes());
        } else {
            var reason = "proxy credentials are missing; use socks5h://AGENT:SECRET@host:port as the proxy";
            leave(SocksReply.NO_METHOD, BuiltIn.IDENTITY, Verdict.UNAUTHENTICATED, reason);
        }
    }

    private boolean isVersion4() {
        return waiting.isReadable() && waiting.getByte(waiting.readerIndex()) == SocksReader.VERSION_4;
    }

    private void credentials() throws MalformedSocks {
        var given = SocksReader.credentials(waiting);
        if (given == null) {
            return;
        }
        var identity = loop.credentials().of(given.user(), given.password());
        if (identity instanceof Identity.Verified verified) {
            agent = verified.agent();
            state = State.REQUEST;
            channel.writeAndFlush(SocksReply.KNOWN.bytes());
        } else {
            agent = identity instanceof Identity.Wrong wrong ? wrong.claimedName() : null;
            var reason = "the proxy credentials are wrong; ask your operator for this agent's secret";
            leave(SocksReply.UNKNOWN, BuiltIn.IDENTITY, Verdict.UNAUTHENTICATED, reason);
        }
    }

    private void request() throws MalformedSocks {
        var request = SocksReader.request(waiting);
        if (request == null) {
            return;
        }
        var to = request.to();
        if (to == null) {
            var reason = "SOCKS5 command " + request.command() + " is not offered, but CONNECT alone";
            leave(SocksReply.COMMAND_NOT_OFFERED, BuiltIn.PROTOCOL, Verdict.DENY, reason);
        } else {
            carry(to);
        }
    }

    private void carry(Destination to) {
        alarm.stop();
        state = State.DECISION;
        channel.config().setAutoRead(false); // what comes behind the request waits with the client
        var id = loop.judge().newId();
        tunnel = new Tunnel(loop, this, to, new Asked(id, Facts.Kind.CONNECT, client, agent, to, null, null));
        tunnel.begin();
    }

    /** No to what is waited for. */
    private SocksReply no() {
        return switch (state) {
            case METHODS -> SocksReply.NO_METHOD;
            case CREDENTIALS -> SocksReply.UNKNOWN;
            case REQUEST, DECISION, NOTHING -> SocksReply.FAILED;
        };
    }

    private void malformed(SocksReply answer, String reason) {
        leave(answer, BuiltIn.MALFORMED, Verdict.MALFORMED, "its SOCKS request " + reason);
    }

    /** Refuses what no policy judges. */
    private void leave(SocksReply answer, BuiltIn rule, Verdict verdict, String reason) {
        var asked = Asked.unreadable(loop.judge().newId(), Facts.Kind.CONNECT, client);
        loop.judge().refuse(asked.by(agent), verdict, rule, reason);
        leave(answer);
    }

    private void leave(SocksReply answer) {
        alarm.stop();
        state = State.NOTHING;
        tunnel = null;
        Farewell.sayAfter(channel.writeAndFlush(answer.bytes()));
    }

    @Override
    public void refuse(Refusal refusal) {
        leave(SocksReply.of(refusal));
    }

    @Override
    public ByteBuf established(String id) {
        channel.writeAndFlush(SocksReply.GRANTED.bytes());
        state = State.NOTHING;
        var rest = waiting;
        waiting = Unpooled.EMPTY_BUFFER;
        channel.pipeline().remove(this);
        return rest;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Client client() {
        return client;
    }

    private void abort(String why) {
        alarm.stop();
        state = State.NOTHING;
        if (tunnel != null) {
            tunnel.clientGone(why);
            tunnel = null;
        }
    }

    /** A client that ends its side before the tunnel stands is taken to have gone: it cannot be told from one. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            abort("the client went away");
            channel.close();
        } else if (event == ClientSession.Event.NODE_STOPS && tunnel == null) {
            abort("the node stops");
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abort("the client went away");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        abort("the client broke off");
        channel.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        alarm.stop();
        waiting.release();
    }
}
