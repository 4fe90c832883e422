package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tollhouse.proxy.upstream.Ends;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that its last answer arrives: says that nothing more comes, and discards what the other side still
 * sends, up to 1 MiB or 2 s. A close with unread bytes would reset the connection, and the answer would be lost with it.
 */
final class Farewell extends ChannelInboundHandlerAdapter {
    private static final int MAX_BYTES = 1 << 20;
    private static final int SECONDS = 2;

    private int discarded;

    private Farewell() {}

    /** To be called once everything has been written. Nothing that still comes reaches the handlers of the channel. */
    static void say(Channel channel) {
        if (!channel.isActive() || channel.pipeline().get(Farewell.class) != null) {
            return;
        }
        channel.pipeline().addFirst("farewell", new Farewell());
        if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
            Ends.shutdownOutput(duplex);
            channel.config().setAutoRead(true);
            var end = channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> end.cancel(false));
        } else {
            channel.close();
        }
    }

    /** The same once this is written; where nobody takes it in time the connection is closed without. */
    static void sayAfter(ChannelFuture written) {
        var channel = written.channel();
        var end = channel.eventLoop().schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
        written.addListener(done -> {
            end.cancel(false);
            say(channel);
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        discarded += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (discarded > MAX_BYTES) {
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
