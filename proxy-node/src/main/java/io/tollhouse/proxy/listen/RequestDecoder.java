package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands on one request at a time: its {@link RequestHead}, then its body as {@link HttpContent}. What a client sends behind
 * it waits as bytes, undecoded, within a bound, until {@link #next}. Instead of a request that cannot be read comes one
 * {@link MalformedRequest}, and nothing after it.
 */
final class RequestDecoder extends ChannelInboundHandlerAdapter {
    /** Above this no more is read; one read more can come on top. */
    private static final int MAX_WAITING = 2 * HeadScan.MAX_HEAD;

    private final HeadReader heads;
    private final Clocks clocks;
    private final Alarm alarm;
    private final Channel channel;
    private ByteBuf waiting;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable BodyReader body;
    private boolean inWork;
    private boolean paused;
    private boolean broken;
    private boolean draining;

    /** @param first bytes that came before; released here */
    RequestDecoder(Channel channel, HeadReader heads, Clocks clocks, ByteBuf first) {
        this.channel = channel;
        this.heads = heads;
        this.clocks = clocks;
        this.waiting = first;
        this.alarm = new Alarm(channel.eventLoop(), this::late);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        alarm.set(clocks.head());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (broken) {
            bytes.release();
            return;
        }
        if (!inWork && !waiting.isReadable()) {
            alarm.set(clocks.head());
        }
        waiting = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), waiting, bytes);
        drain();
    }

    /** Reads what was there before the handlers were. To be called once all of them stand in the pipeline. */
    void begin() {
        drain();
    }

    /**
     * The request before is answered: the next one may come.
     *
     * @param patience with the first byte of it
     */
    void next(Duration patience) {
        inWork = false;
        body = null;
        paused = false;
        alarm.set(waiting.isReadable() ? clocks.head() : patience);
        drain();
    }

    /** Whether the taker of the body can take no more for now. */
    void pause(boolean on) {
        paused = on;
        if (!on) {
            drain();
        }
        read();
    }

    /** Gives away the bytes behind the head that was read last. Only to be removed after it. */
    ByteBuf takeRest() {
        var rest = waiting;
        waiting = Unpooled.EMPTY_BUFFER;
        return rest;
    }

    /** Whether something waits behind the request that is in work. */
    boolean hasRest() {
        return waiting.isReadable();
    }

    /** A loop rather than calls within calls: what is handed on may be answered, and {@link #next} called, at once. */
    private void drain() {
        var context = ctx;
        if (draining || broken || context == null) {
            return;
        }
        draining = true;
        try {
            while (!context.isRemoved() && step(context)) {
                // one piece at a time
            }
        } catch (MalformedRequest e) {
            broken = true;
            alarm.stop();
            context.fireChannelRead(e);
        } finally {
            draining = false;
        }
        read();
    }

    private boolean step(ChannelHandlerContext context) throws MalformedRequest {
        if (body != null) {
            return bodyStep(context, body);
        }
        if (inWork) {
            return false;
        }
        var head = heads.read(waiting);
        if (head == null) {
            return false;
        }
        RequestCheck.check(head);
        alarm.stop();
        inWork = true;
        body = BodyReader.of(head);
        context.fireChannelRead(head);
        return true;
    }

    private boolean bodyStep(ChannelHandlerContext context, BodyReader reader) throws MalformedRequest {
        if (paused) {
            return false;
        }
        var piece = reader.read(waiting);
        if (piece == null) {
            return false;
        }
        if (piece instanceof LastHttpContent) {
            body = null;
        }
        context.fireChannelRead(piece);
        return true;
    }

    private void read() {
        if (ctx != null && !ctx.isRemoved()) {
            channel.config().setAutoRead(!paused && waiting.readableBytes() < MAX_WAITING);
        }
    }

    private void late() {
        if (waiting.isReadable() && ctx != null) {
            broken = true;
            ctx.fireChannelRead(new MalformedRequest("its head was not whole in time"));
        } else {
            channel.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        alarm.stop();
        takeRest().release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        alarm.stop();
        context.fireChannelInactive();
    }
}
