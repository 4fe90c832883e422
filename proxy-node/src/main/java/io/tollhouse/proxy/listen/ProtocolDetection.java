package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.proxy.judge.Asked;
import io.tollhouse.proxy.judge.Client;

/** Says by the first byte of a connection, and of what is spoken in its TLS, what its client speaks, and makes room for who speaks it too. */
final class ProtocolDetection extends ChannelInboundHandlerAdapter {
    /** The first byte of a record with a hello. */
    private static final byte HANDSHAKE = 22;

    private final EdgeLoop loop;
    private final Client client;
    private final boolean inTls;
    private final Alarm alarm;

    ProtocolDetection(Channel channel, EdgeLoop loop, Client client) {
        this(channel, loop, client, false);
    }

    private ProtocolDetection(Channel channel, EdgeLoop loop, Client client, boolean inTls) {
        this.inTls = inTls;
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
        var tls = inTls ? null : loop.door().tls();
        byte first = bytes.getByte(bytes.readerIndex());
        if (tls != null && first == HANDSHAKE) {
            secure(ctx.channel(), tls, bytes);
        } else if (inTls || loop.door().plain()) {
            speak(ctx, first, bytes);
        } else {
            bytes.release();
            refusePlain(ctx.channel());
        }
    }

    private void secure(Channel channel, ListenerTls tls, ByteBuf bytes) {
        channel.pipeline()
                .addLast(
                        ClientPipeline.TLS,
                        tls.handler(channel.alloc(), loop.clocks().hello()))
                .addLast(ClientPipeline.TLS_END, new TlsEnd())
                .addLast(ClientPipeline.DETECTION, new ProtocolDetection(channel, loop, client, true));
        channel.pipeline().fireChannelRead(bytes);
        channel.pipeline().fireChannelReadComplete();
    }

    /** Its credentials have crossed the network already; nothing is looked at that came with them. */
    private void refusePlain(Channel channel) {
        var asked = Asked.unreadable(loop.judge().newId(), Facts.Kind.HTTP, client);
        var reason = "agents speak TLS to this node: use https://AGENT:SECRET@host:port as the proxy";
        var refusal = loop.judge().refuse(asked, Verdict.MALFORMED, BuiltIn.MALFORMED, reason);
        channel.pipeline().addLast(ClientPipeline.RESPONSES, new ResponseEncoder());
        Farewell.sayAfter(channel.writeAndFlush(RefusalPage.of(refusal, false)));
    }

    private void speak(ChannelHandlerContext ctx, byte first, ByteBuf bytes) {
        switch (first) {
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
