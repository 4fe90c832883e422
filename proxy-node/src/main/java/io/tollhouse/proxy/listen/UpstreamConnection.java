package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.upstream.UpstreamTls;
import org.jspecify.annotations.Nullable;

/** A connection to a destination on which HTTP is spoken. */
final class UpstreamConnection {
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEAD = 64 << 10;

    private final Channel channel;
    private final ByteCounter bytes = new ByteCounter();

    /** @param route null where the request goes where it asked */
    UpstreamConnection(Channel channel, @Nullable Route route, UpstreamTls tls) {
        this.channel = channel;
        if (route != null && route.scheme() == Route.Scheme.HTTPS) {
            channel.pipeline().addLast("tls", tls.handler(channel.alloc(), route.host(), route.port()));
        }
        channel.pipeline().addLast("bytes", bytes);
    }

    /** Speaks HTTP for one exchange. */
    void begin(UpstreamHandler.Taker taker) {
        channel.pipeline()
                .addLast(Switch.CODEC, new HttpClientCodec(responses(), false, false))
                .addLast(Switch.EXCHANGE, new UpstreamHandler(taker));
    }

    private static HttpDecoderConfig responses() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                .setValidateHeaders(true);
    }

    Channel channel() {
        return channel;
    }

    /** Bytes to the destination. */
    long sent() {
        return bytes.sent();
    }

    /** Bytes from the destination. */
    long received() {
        return bytes.received();
    }
}
