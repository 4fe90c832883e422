package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says by the first bytes of a tunnel what is spoken in it, and takes itself out. Until then no byte goes anywhere. */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_METHOD = 32;

    /** A hello is read from its beginning at each segment; one in very many segments is not worth the work. */
    private static final int MAX_LOOKED_AT = 16 << 20;

    /** Told once, on the event loop. Who gets bytes releases them. */
    interface Taker {

        /** A whole hello, and perhaps more behind it. */
        void tls(ClientHello.Result hello, ByteBuf bytes);

        /** The beginning of an HTTP/1 request. */
        void http(ByteBuf bytes);

        /** Neither TLS nor HTTP/1. */
        void other(ByteBuf bytes);

        /** Nothing that this node carries; {@code tls} where the other side understands a TLS alert. */
        void unknown(boolean tls, String why);

        void clientGone(String why);
    }

    private final Taker taker;
    private final Duration limit;
    private ByteBuf bytes;
    private int lookedAt;
    private @Nullable Alarm alarm;

    /** @param first bytes that came already; released here */
    FirstBytes(Taker taker, Duration limit, ByteBuf first) {
        this.taker = taker;
        this.limit = limit;
        this.bytes = first;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        alarm = new Alarm(ctx.executor(), () -> unknown(ctx, false, "nothing was said in the tunnel in time"));
        alarm.set(limit);
        classify(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), bytes, (ByteBuf) message);
        classify(ctx);
    }

    private void classify(ChannelHandlerContext ctx) {
        lookedAt += bytes.readableBytes();
        if (!bytes.isReadable()) {
            return;
        }
        if (lookedAt > MAX_LOOKED_AT) {
            unknown(ctx, true, "its TLS hello comes in too many pieces");
            return;
        }
        var hello = ClientHello.read(bytes);
        switch (hello.kind()) {
            case COMPLETE -> taker.tls(hello, leave(ctx));
            case MALFORMED -> unknown(ctx, true, "its TLS hello " + hello.problem());
            case NOT_TLS -> http(ctx);
            case NEED_MORE -> {}
        }
    }

    private void http(ChannelHandlerContext ctx) {
        int method = 0;
        while (method < bytes.readableBytes() && Tokens.isTokenCharacter(bytes.getByte(bytes.readerIndex() + method))) {
            method++;
        }
        boolean more = method == bytes.readableBytes() && method <= LONGEST_METHOD;
        boolean spaced = method < bytes.readableBytes() && bytes.getByte(bytes.readerIndex() + method) == ' ';
        if (method > 0 && method <= LONGEST_METHOD && spaced) {
            taker.http(leave(ctx));
        } else if (!more) {
            taker.other(leave(ctx));
        }
    }

    private void unknown(ChannelHandlerContext ctx, boolean tls, String why) {
        leave(ctx).release();
        taker.unknown(tls, why);
    }

    private ByteBuf leave(ChannelHandlerContext ctx) {
        var taken = bytes;
        bytes = ctx.alloc().buffer(0);
        ctx.pipeline().remove(this);
        return taken;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (alarm != null) {
            alarm.stop();
        }
        bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            taker.clientGone("the client went away");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        taker.clientGone("the client broke off");
    }
}
