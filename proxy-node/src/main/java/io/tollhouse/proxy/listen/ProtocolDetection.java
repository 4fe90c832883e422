package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tollhouse.proxy.judge.Client;

/** Says by the first byte of a connection what its client speaks, and makes room for who speaks it too. */
final class ProtocolDetection extends ChannelInboundHandlerAdapter {
    private final EdgeLoop loop;
    private final Client client;
    private final Alarm alarm;

    ProtocolDetection(Channel channel, EdgeLoop loop, Client client) {
        this.loop = loop;
        this.client = client;
        this.alarm = new Alarm(channel.eventLoop(), () -> channel.close());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        alarm.set(loop.clocks().head());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        ctx.pipeline().remove(this);
        switch (bytes.getByte(bytes.readerIndex())) {
            case SocksReader.VERSION, SocksReader.VERSION_4 ->
                ClientPipeline.speakSocks(ctx.channel(), loop, client, bytes);
            default -> ClientPipeline.speakHttp(ctx.channel(), loop, client, new ProxyScope(loop.credentials()), bytes);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        alarm.stop();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event == ClientSession.Event.NODE_STOPS) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
