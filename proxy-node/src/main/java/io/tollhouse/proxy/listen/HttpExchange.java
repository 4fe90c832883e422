package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Carrier;
import io.tollhouse.proxy.judge.Ending;
import io.tollhouse.proxy.judge.Moved;
import io.tollhouse.proxy.judge.Refusal;
import io.tollhouse.proxy.judge.RequestFlow;
import io.tollhouse.proxy.judge.Spoken;
import io.tollhouse.proxy.upstream.Relay;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries one HTTP request in clear over a connection of its own. Until it is admitted its body waits here, within a bound;
 * nothing of it can go out before, since there is nothing that it could be written to.
 */
final class HttpExchange implements Exchange, Carrier, UpstreamHandler.Taker {
    private static final int MAX_WAITING = 64 << 10;

    /** What a piece takes besides its bytes, so that many small ones do not take more than a few large ones. */
    private static final int PIECE = 256;

    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEAD = 64 << 10;

    private final EdgeLoop loop;
    private final ClientSide client;
    private final RequestHead head;
    private final AbsoluteUrl url;
    private final RequestFlow flow;
    private final ResponseRelay response;
    private final Alarm alarm;
    private final ByteCounter bytes = new ByteCounter();
    private final Queue<HttpContent> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private @Nullable Channel upstream;
    private @Nullable Relay relay;
    private boolean requestWhole;
    private boolean over;

    HttpExchange(EdgeLoop loop, ClientSide client, RequestHead head, AbsoluteUrl url, Asked asked) {
        this.loop = loop;
        this.client = client;
        this.head = head;
        this.url = url;
        this.flow = loop.judge().flow(asked, this);
        this.response = new ResponseRelay(client.channel(), head, () -> requestWhole);
        this.alarm = new Alarm(client.channel().eventLoop(), this::tooLate);
    }

    @Override
    public void begin() {
        flow.begin();
    }

    @Override
    public void refused(Refusal refusal) {
        letGo();
        client.refuse(refusal);
    }

    @Override
    public void admitted(Channel destination, @Nullable Route route) {
        var pipeline = destination.pipeline();
        if (route != null && route.scheme() == Route.Scheme.HTTPS) {
            pipeline.addLast("tls", loop.tls().handler(destination.alloc(), route.host(), route.port()));
        }
        pipeline.addLast("bytes", bytes)
                .addLast(Switch.CODEC, new HttpClientCodec(responses(), false, false))
                .addLast(Switch.EXCHANGE, new UpstreamHandler(this));
        alarm.set(loop.clocks().response());
        writeWhatWaited(destination);
        upstream = destination;
        if (over || !destination.isActive()) {
            upstreamEnded("the destination closed the connection at once");
            destination.close();
        } else {
            destination.config().setAutoRead(true);
            upstreamWritabilityChanged();
        }
    }

    /** All of it before {@link #upstream} is there, which is when the next pieces are written past the queue. */
    private void writeWhatWaited(Channel destination) {
        destination.write(ForwardedHeaders.request(head, url));
        for (var piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            destination.write(piece);
        }
    }

    private static HttpDecoderConfig responses() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                .setValidateHeaders(true);
    }

    @Override
    public void content(HttpContent content) {
        requestWhole |= content instanceof LastHttpContent;
        if (over) {
            content.release();
        } else if (upstream != null) {
            alarm.set(
                    response.hasBegun()
                            ? loop.clocks().silence()
                            : loop.clocks().response());
            upstream.write(content);
        } else {
            waiting.add(content);
            waitingBytes += PIECE + content.content().readableBytes();
            if (waitingBytes > MAX_WAITING) {
                client.pause(true);
            }
        }
    }

    @Override
    public void clientReadComplete() {
        upstreamWritabilityChanged();
    }

    /** To stop pausing hands on what has waited, which must not stay unflushed: nothing else may ever come. */
    @Override
    public void upstreamWritabilityChanged() {
        if (upstream != null && !over) {
            client.pause(!upstream.isWritable());
            upstream.flush();
        }
    }

    @Override
    public void clientWritabilityChanged() {
        if (upstream != null) {
            upstream.config().setAutoRead(client.channel().isWritable());
        }
    }

    @Override
    public void response(HttpObject part) {
        if (over || response.isWhole()) {
            ReferenceCountUtil.release(part);
            return;
        }
        var problem = response.take(part);
        if (problem != null) {
            fail(false, problem);
            return;
        }
        if (response.hasBegun()) {
            alarm.set(loop.clocks().silence());
        }
        if (response.isWhole() && response.hasSwitched()) {
            switchProtocols();
        } else if (response.isWhole()) {
            response.end(written -> answered(written.isSuccess()));
        }
    }

    /** From here on it is a tunnel. */
    private void switchProtocols() {
        var destination = Objects.requireNonNull(upstream);
        response.end(written -> {});
        alarm.stop();
        relay = Switch.toBytes(client.channel(), destination, loop.clocks().silence(), this::relayed);
    }

    private void relayed(Relay.Counts counts, Relay.End how) {
        end(how.problem(loop.clocks().silence()));
    }

    private void answered(boolean arrived) {
        if (!over) {
            end(arrived ? null : "the client went away");
            client.over(response.keepsAlive());
        }
    }

    @Override
    public void responseReadComplete() {
        client.channel().flush();
        clientWritabilityChanged();
    }

    @Override
    public void upstreamEnded(String why) {
        if (!response.isWhole()) {
            fail(false, why);
        }
    }

    private void tooLate() {
        fail(true, response.hasBegun() ? "the response stood still for too long" : "no response came in time");
    }

    /** A client that has the head of a response already is told by a reset that it is not whole. */
    private void fail(boolean timeout, String why) {
        if (over) {
            return;
        }
        if (response.hasBegun()) {
            end(why);
            client.breakOff();
        } else {
            var refusal = flow.upstreamRefusal(timeout, why);
            letGo();
            flow.finish(ending(why).status(refusal.status()));
            client.refuse(refusal);
        }
    }

    @Override
    public void cut() {
        if (relay != null) {
            relay.cut();
        } else {
            end("cut");
            client.breakOff();
        }
    }

    @Override
    public void stopped() {
        letGo();
        client.breakOff();
    }

    @Override
    public void bodyMalformed(String why) {
        if (over) {
            return;
        }
        letGo();
        var refusal = flow.refuseMalformed(why, ending(why));
        if (response.hasBegun()) {
            client.breakOff();
        } else {
            client.refuse(refusal);
        }
    }

    @Override
    public Moved moved() {
        return new Moved(bytes.sent(), bytes.received());
    }

    @Override
    public void clientGone(String why) {
        if (upstream == null) {
            letGo();
            flow.abandon();
        } else {
            end(why);
        }
    }

    private void end(@Nullable String error) {
        if (!over) {
            letGo();
            flow.finish(ending(error).status(response.status()));
        }
    }

    private Ending ending(@Nullable String error) {
        return error == null
                ? Ending.well(bytes.sent(), bytes.received(), Spoken.HTTP)
                : Ending.badly(bytes.sent(), bytes.received(), Spoken.HTTP, error);
    }

    private void letGo() {
        over = true;
        alarm.stop();
        waiting.forEach(HttpContent::release);
        waiting.clear();
        if (upstream != null) {
            upstream.close();
        }
    }
}
