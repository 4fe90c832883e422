package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tollhouse.proxy.listen.HandshakeBytes.State;
import java.util.Arrays;
import java.util.HexFormat;

/** Looks whether a server's first message asks for a second hello. Passes everything on. */
final class RetryWatch extends ChannelInboundHandlerAdapter {
    /** Enough for the start of the message even when each of its bytes stands in a record of its own. */
    private static final int MAX_SEEN = 256;

    private static final int SERVER_HELLO = 2;
    private static final int RANDOM_BEGIN = 4 + 2;
    private static final int RANDOM_END = RANDOM_BEGIN + 32;

    /** What a HelloRetryRequest has in the place of a random (RFC 8446 section 4.1.3). */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final SecondHello second;
    private final ChannelHandlerContext client;
    private final ByteBuf seen = Unpooled.buffer(MAX_SEEN, MAX_SEEN);

    /** @param client of the handler that waits */
    RetryWatch(SecondHello second, ChannelHandlerContext client) {
        this.second = second;
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof ByteBuf bytes) {
            int length = Math.min(bytes.readableBytes(), seen.writableBytes());
            seen.writeBytes(bytes, bytes.readerIndex(), length);
            decide(ctx);
        }
        ctx.fireChannelRead(msg);
    }

    private void decide(ChannelHandlerContext ctx) {
        var start = new byte[RANDOM_END];
        var found = HandshakeBytes.fill(seen, HandshakeBytes.behindOtherRecords(seen), start);
        if (found.state() == State.PARTIAL && seen.isWritable()) {
            return;
        }
        boolean asks = found.state() == State.FILLED
                && start[0] == SERVER_HELLO
                && Arrays.equals(start, RANDOM_BEGIN, RANDOM_END, RETRY, 0, RETRY.length);
        ctx.pipeline().remove(this);
        if (asks) {
            second.asked(client);
        } else {
            second.notAsked(client);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.pipeline().remove(this);
            second.notAsked(client);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        seen.release();
    }
}
