package io.tollhouse.proxy.upstream;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Swallows exceptions while it is the last of its pipeline: a connection that nobody has taken yet may break in peace. */
@ChannelHandler.Sharable
final class Unattended extends ChannelInboundHandlerAdapter {
    static final String NAME = "unattended";

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ctx.pipeline().last() == this) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
