package io.tollhouse.proxy.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Ends a connection that waits for a request, at anything that happens to it. */
final class IdleUpstream extends ChannelInboundHandlerAdapter {
    private final Runnable ended;

    IdleUpstream(Runnable ended) {
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        ended.run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ended.run();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ended.run();
    }
}
