package io.tollhouse.proxy.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The end of the pipeline of a connection to a destination: tells the exchange what happens there. */
final class UpstreamHandler extends ChannelInboundHandlerAdapter {

    /** Told on the event loop. */
    interface Taker {

        /** Released by the taker. */
        void response(HttpObject part);

        void responseReadComplete();

        void upstreamWritabilityChanged();

        /** Nothing more comes; {@code why} ends a sentence. */
        void upstreamEnded(String why);
    }

    private final Taker taker;

    UpstreamHandler(Taker taker) {
        this.taker = taker;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpObject part) {
            taker.response(part);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        taker.responseReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        taker.upstreamWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            taker.upstreamEnded("the destination closed the connection before its response was whole");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        taker.upstreamEnded("the destination closed the connection before its response was whole");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        taker.upstreamEnded(reason(cause instanceof DecoderException ? cause.getCause() : cause));
    }

    /** In words of our own, since the other side may have chosen those of the exception. */
    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return "the upstream of the rule does not speak TLS";
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return "the upstream of the rule did not finish its TLS handshake in time";
        }
        return cause instanceof SSLException
                ? "TLS with the upstream of the rule failed; its certificate must be trusted, and its name's"
                : "the connection to the destination broke";
    }
}
