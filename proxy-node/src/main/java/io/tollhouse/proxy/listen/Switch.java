package io.tollhouse.proxy.listen;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.tollhouse.proxy.upstream.Relay;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Ends HTTP on both sides of an exchange, once a 101 has gone to the client: from there on they have bytes for each other. */
final class Switch {
    static final String CODEC = "codec";
    static final String EXCHANGE = "exchange";

    private Switch() {}

    /**
     * Begins the relay. Called while the destination's response is decoded, whose decoder hands on as bytes what stands behind it.
     *
     * @param silence, done as {@link Relay#start} has them
     */
    static Relay toBytes(
            Channel client, Channel destination, Duration silence, BiConsumer<Relay.Counts, Relay.End> done) {
        var behindRequest = ClientPipeline.leaveHttp(client);
        var pipeline = destination.pipeline();
        pipeline.remove(EXCHANGE);
        pipeline.get(HttpClientCodec.class).removeOutboundHandler();
        destination.eventLoop().execute(() -> {
            if (pipeline.get(CODEC) != null) {
                pipeline.remove(CODEC);
            }
        });
        return Relay.start(client, destination, List.of(behindRequest), silence, done);
    }
}
