package io.tollhouse.proxy.listen;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tollhouse.contract.address.AbsoluteUrl;
import io.tollhouse.contract.address.IpAddress;
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
 * Carries one HTTP request in clear. Until it is admitted its body waits here, within a bound; nothing of it can go out before, since there
 * is nothing that it could be written to.
 *
 * <p>A connection of an earlier request may be gone by the time this one comes over it. So only what may come twice goes over one, and where that
 * gives no byte, the request is judged, recorded and sent once more, over a new one.
 */
final class HttpExchange implements Exchange, Carrier, UpstreamHandler.Taker {
    private final EdgeLoop loop;
    private final ClientSide client;
    private final RequestHead head;
    private final AbsoluteUrl url;
    private final Asked asked;
    private final ResponseRelay response;
    private final Alarm alarm;
    private final WaitingBody waiting = new WaitingBody();
    private RequestFlow flow;
    private @Nullable UpstreamConnection kept;
    private @Nullable UpstreamConnection upstream;
    private @Nullable Route route;
    private boolean again;
    private @Nullable Relay relay;
    private boolean requestWhole;
    private boolean surplus;
    private boolean over;

    HttpExchange(EdgeLoop loop, ClientSide client, RequestHead head, AbsoluteUrl url, Asked asked) {
        this.loop = loop;
        this.client = client;
        this.head = head;
        this.url = url;
        this.asked = asked;
        this.flow = loop.judge().flow(asked, this);
        this.response = new ResponseRelay(client.channel(), head, () -> requestWhole && client.staysOpen());
        this.alarm = new Alarm(client.channel().eventLoop(), this::tooLate);
    }

    @Override
    public void begin() {
        flow.begin();
    }

    @Override
    public void refused(Refusal refusal) {
        letGo(false);
        client.refuse(refusal);
    }

    @Override
    public @Nullable Dialled kept(List<IpAddress> addresses, @Nullable Route by) {
        kept = again || !head.mayComeTwice() ? null : loop.pool().take(asked.agent(), url.destination(), by, addresses);
        return kept == null ? null : new Dialled(kept.channel(), kept.address());
    }

    @Override
    public void admitted(Dialled dialled, @Nullable Route by) {
        route = by;
        var connection =
                kept == null ? new UpstreamConnection(dialled.channel(), dialled.address(), by, loop.tls()) : kept;
        var destination = connection.channel();
        connection.begin(this);
        alarm.set(loop.clocks().response());
        destination.write(ForwardedHeaders.request(head, url));
        waiting.writeTo(destination); // before the next pieces are written past it
        upstream = connection;
        if (over || !destination.isActive()) {
            upstreamEnded("the destination closed the connection at once");
            destination.close();
        } else {
            destination.config().setAutoRead(true);
            upstreamWritabilityChanged();
        }
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
            upstream.channel().write(content);
        } else {
            waiting.add(content);
            if (waiting.isFull()) {
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
            client.pause(!upstream.channel().isWritable());
            upstream.channel().flush();
        }
    }

    @Override
    public void clientWritabilityChanged() {
        if (upstream != null) {
            upstream.channel().config().setAutoRead(client.channel().isWritable());
        }
    }

    @Override
    public void response(HttpObject part) {
        if (over || response.isWhole()) {
            surplus = true; // nobody asked for it, and nobody knows for whom the next one is
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
        var destination = Objects.requireNonNull(upstream).channel();
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
        } else if (!timeout && mayGoAgain()) {
            goAgain(why);
        } else {
            var refusal = flow.upstreamRefusal(timeout, why);
            letGo(false);
            flow.finish(ending(why).status(refusal.status()));
            client.refuse(refusal);
        }
    }

    private boolean mayGoAgain() {
        return upstream != null && upstream.hasRested() && upstream.received() == 0 && !again;
    }

    private void goAgain(String why) {
        again = true;
        alarm.stop();
        flow.finish(ending(why));
        Objects.requireNonNull(upstream).abandon();
        upstream = null;
        flow = loop.judge().flow(asked.again(loop.judge().newId()), this);
        flow.begin();
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
        letGo(false);
        client.breakOff();
    }

    @Override
    public void bodyMalformed(String why) {
        if (over) {
            return;
        }
        letGo(false);
        var refusal = flow.refuseMalformed(why, ending(why));
        if (response.hasBegun()) {
            client.breakOff();
        } else {
            client.refuse(refusal);
        }
    }

    @Override
    public Moved moved() {
        return upstream == null ? Moved.NOTHING : new Moved(upstream.sent(), upstream.received());
    }

    @Override
    public void clientGone(String why) {
        if (upstream == null) {
            letGo(false);
            flow.abandon();
        } else {
            end(why);
        }
    }

    private void end(@Nullable String error) {
        if (!over) {
            boolean stays = error == null && requestWhole && !surplus && response.leavesDestinationOpen();
            var ending = ending(error).status(response.status());
            letGo(stays);
            flow.finish(ending);
        }
    }

    private Ending ending(@Nullable String error) {
        var moved = moved();
        return error == null
                ? Ending.well(moved.fromClient(), moved.fromDestination(), Spoken.HTTP)
                : Ending.badly(moved.fromClient(), moved.fromDestination(), Spoken.HTTP, error);
    }

    private void letGo(boolean stays) {
        over = true;
        alarm.stop();
        waiting.release();
        if (upstream != null && stays) {
            loop.pool()
                    .keep(new UpstreamPool.Key(asked.agent(), url.destination(), route, upstream.address()), upstream);
        } else if (upstream != null) {
            upstream.channel().close();
        }
    }
}
