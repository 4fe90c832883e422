package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.proxy.identity.Identity;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Client;
import io.tollhouse.proxy.judge.Refusal;
import io.tollhouse.proxy.upstream.Ends;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the requests of one connection, each by itself: parses, identifies, and hands it to what carries it. */
final class ClientSession extends ChannelInboundHandlerAdapter implements ClientSide, TunnelClient {

    /** Sent through the pipeline when the node stops: no request begins after it. */
    enum Event {
        NODE_STOPS
    }

    private final Channel channel;
    private final EdgeLoop loop;
    private final Client client;
    private final Scope scope;
    private final RequestDecoder requests;
    private final ResponseEncoder responses;
    private final Alarm unread;
    private boolean known;
    private @Nullable RequestHead head;
    private @Nullable Exchange current;
    private boolean leaving;
    private boolean stopping;

    ClientSession(
            Channel channel,
            EdgeLoop loop,
            Client client,
            Scope scope,
            RequestDecoder requests,
            ResponseEncoder responses) {
        this.channel = channel;
        this.loop = loop;
        this.client = client;
        this.scope = scope;
        this.requests = requests;
        this.responses = responses;
        this.unread = new Alarm(channel.eventLoop(), () -> channel.close());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof RequestHead next) {
            take(next);
        } else if (message instanceof HttpContent content) {
            body(content);
        } else if (message instanceof MalformedRequest malformed) {
            unreadable(malformed);
        }
    }

    private void take(RequestHead next) {
        if (leaving) {
            return;
        }
        head = next;
        responses.answers(next);
        var id = loop.judge().newId();
        try {
            var target = scope.target(next);
            identify(next, target, target.asked(id, client, next, loop.hash()));
        } catch (MalformedRequest e) {
            refuseMalformed(id, e);
        }
    }

    private void identify(RequestHead next, Target target, Asked asked) {
        var identity = scope.identity(next);
        if (identity instanceof Identity.Verified verified) {
            known = true;
            carry(next, target, asked.by(verified.agent()));
        } else if (identity instanceof Identity.Wrong wrong) {
            var reason = "the proxy credentials are wrong; ask your operator for this agent's secret";
            refuse(asked.by(wrong.claimedName()), Verdict.UNAUTHENTICATED, BuiltIn.IDENTITY, reason);
        } else {
            var reason = "proxy credentials are missing; use http://AGENT:SECRET@host:port as the proxy";
            refuse(asked, Verdict.UNAUTHENTICATED, BuiltIn.IDENTITY, reason);
        }
    }

    private void carry(RequestHead next, Target target, Asked asked) {
        var url = target.url();
        var exchange = url == null
                ? new Tunnel(loop, this, target.destination(), asked)
                : new HttpExchange(loop, this, next, url, asked);
        current = exchange;
        exchange.begin();
    }

    private void body(HttpContent content) {
        if (current == null) {
            content.release(); // the request is answered already
        } else {
            current.content(content);
        }
    }

    private void unreadable(MalformedRequest malformed) {
        if (current != null) {
            current.bodyMalformed(malformed.reason());
        } else if (!leaving) {
            refuseMalformed(loop.judge().newId(), malformed);
        }
    }

    private void refuseMalformed(String id, MalformedRequest malformed) {
        var asked = Asked.unreadable(id, Facts.Kind.HTTP, client);
        answer(loop.judge().refuse(asked, Verdict.MALFORMED, BuiltIn.MALFORMED, malformed.reason()), false);
    }

    private void refuse(Asked asked, Verdict verdict, BuiltIn rule, String reason) {
        refuse(loop.judge().refuse(asked, verdict, rule, reason));
    }

    /** Only a request that cannot hide the next one leaves the connection open. */
    @Override
    public void refuse(Refusal refusal) {
        var refused = Objects.requireNonNull(head);
        boolean clear = refusal.status() != 400 && !refused.hasBody();
        answer(refusal, clear && refused.keepsAlive() && (!refused.isConnect() || mayAskAgain(refusal)));
    }

    /** A refused CONNECT ends its connection, unless it lacks credentials alone and nothing came that was for the tunnel. */
    private boolean mayAskAgain(Refusal refusal) {
        return refusal.status() == 407 && !requests.hasRest();
    }

    private void answer(Refusal refusal, boolean keepAlive) {
        boolean stays = keepAlive && staysOpen();
        leaving = !stays;
        unread.set(loop.clocks().head());
        channel.writeAndFlush(RefusalPage.of(refusal, stays)).addListener(written -> over(stays));
    }

    @Override
    public ByteBuf established(String id) {
        var answer = "HTTP/1.1 200 Connection established\r\n" + RefusalPage.REQUEST_ID + ": " + id + "\r\n\r\n";
        channel.pipeline()
                .context(ClientPipeline.RESPONSES)
                .writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
        return ClientPipeline.leaveHttp(channel);
    }

    /** Who was never anybody known is waited for no longer than at the beginning; nobody is by a node that stops, whatever was announced before. */
    @Override
    public void over(boolean keepAlive) {
        current = null;
        unread.stop();
        if (keepAlive && !stopping && channel.isActive()) {
            requests.next(known ? loop.clocks().keepAlive() : loop.clocks().head());
        } else {
            leaving = true;
            Farewell.say(channel);
        }
    }

    @Override
    public void breakOff() {
        current = null;
        leaving = true;
        Ends.reset(channel);
    }

    @Override
    public boolean staysOpen() {
        return !stopping && !loop.draining().getAsBoolean();
    }

    @Override
    public void pause(boolean on) {
        requests.pause(on);
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
        var exchange = current;
        current = null;
        leaving = true;
        if (exchange != null) {
            exchange.clientGone(why);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (current != null) {
            current.clientReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null) {
            current.clientWritabilityChanged();
        }
    }

    /** A client that ends its side while its request is under way is taken to have gone: it cannot be told from one. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !leaving) {
            abort("the client went away");
            channel.close();
        } else if (event == Event.NODE_STOPS) {
            stopping = true;
            if (current == null && !leaving) {
                channel.close();
            }
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
}
