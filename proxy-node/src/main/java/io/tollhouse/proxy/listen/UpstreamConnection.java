package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.policy.Route;
import io.tollhouse.proxy.upstream.UpstreamTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a destination on which HTTP is spoken, one exchange after the other. Each has a decoder of its own, so that nothing that
 * came behind a response is ever taken for the next one.
 */
final class UpstreamConnection {
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEAD = 64 << 10;
    private static final int MOST_EXCHANGES = 1_000;
    private static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();
    private static final String IDLE = "idle";

    private final Channel channel;
    private final IpAddress address;
    private final ByteCounter bytes = new ByteCounter();
    private final long born = System.nanoTime();
    private int exchanges;
    private long restsSince;
    private boolean rested;

    /**
     * A new one.
     *
     * @param address that it was dialled at
     * @param route null where the request goes where it asked
     */
    UpstreamConnection(Channel channel, IpAddress address, @Nullable Route route, UpstreamTls tls) {
        this.channel = channel;
        this.address = address;
        if (route != null && route.scheme() == Route.Scheme.HTTPS) {
            channel.pipeline().addLast("tls", tls.handler(channel.alloc(), route.host(), route.port()));
        }
        channel.pipeline().addLast("bytes", bytes);
    }

    /** Speaks HTTP for one exchange. */
    void begin(UpstreamHandler.Taker taker) {
        exchanges++;
        bytes.reset();
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

    /** Whether another exchange may come over it, as far as can be told while none does. */
    boolean isGood() {
        return channel.isActive()
                && !((DuplexChannel) channel).isInputShutdown()
                && !bytes.isWriting()
                && exchanges < MOST_EXCHANGES
                && System.nanoTime() - born < LONGEST_NANOS;
    }

    /**
     * Stands still until {@link #leave}. What was read behind the last response counts as what comes unasked.
     *
     * @param ended told when something comes, or it ends
     */
    void rest(Runnable ended) {
        restsSince = System.nanoTime();
        rested = true;
        var pipeline = channel.pipeline();
        pipeline.addLast(IDLE, new IdleUpstream(ended));
        if (pipeline.get(Switch.EXCHANGE) != null) {
            pipeline.remove(Switch.EXCHANGE);
            pipeline.remove(Switch.CODEC);
        }
        channel.config().setAutoRead(true);
    }

    /** Makes it ready for {@link #begin}; false where it cannot be used any more. */
    boolean leave() {
        channel.pipeline().remove(IDLE);
        channel.config().setAutoRead(false);
        return isGood();
    }

    long restedNanos() {
        return System.nanoTime() - restsSince;
    }

    /** Whether it may have been ended by the destination before the request that comes over it now. */
    boolean hasRested() {
        return rested;
    }

    /** Closes it; the exchange hears of nothing any more. */
    void abandon() {
        channel.pipeline().remove(Switch.EXCHANGE);
        channel.close();
    }

    Channel channel() {
        return channel;
    }

    IpAddress address() {
        return address;
    }

    /** Bytes of this exchange to the destination. */
    long sent() {
        return bytes.sent();
    }

    /** Bytes of this exchange from the destination. */
    long received() {
        return bytes.received();
    }
}
