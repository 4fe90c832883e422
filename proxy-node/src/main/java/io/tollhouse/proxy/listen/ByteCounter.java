package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts what goes over a connection to a destination, heads included, without the node's own TLS. */
final class ByteCounter extends ChannelDuplexHandler {
    private long sent;
    private long received;
    private int writing;

    /** Counts from zero again. */
    void reset() {
        sent = 0;
        received = 0;
    }

    /** Whether something waits to be written to the socket. */
    boolean isWriting() {
        return writing > 0;
    }

    /** Bytes that were written to the socket. */
    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        int size = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        writing++;
        ctx.write(message, promise.unvoid().addListener(written -> {
            writing--;
            sent += written.isSuccess() ? size : 0;
        }));
    }
}
