package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tollhouse.proxy.judge.Client;

/**
 * What stands in the pipeline of a client's connection:
 *
 * <pre>
 *   at first:                   detection
 *   TLS:                        tls, tls-end, and then as without
 *   HTTP:                       responses, requests, session
 *   SOCKS5:                     session
 *   a tunnel that stands:       first-bytes
 *   then, by the first bytes:   relay (put there by itself), or HTTP again
 *   at its end:                 farewell, before everything else
 * </pre>
 */
final class ClientPipeline {
    static final String RESPONSES = "responses";
    static final String REQUESTS = "requests";
    static final String SESSION = "session";
    static final String FIRST_BYTES = "first-bytes";
    static final String DETECTION = "detection";
    static final String TLS = "tls";
    static final String TLS_END = "tls-end";

    private ClientPipeline() {}

    /** @param first bytes that came already; released here */
    static void speakHttp(Channel channel, EdgeLoop loop, Client client, Scope scope, ByteBuf first) {
        var responses = new ResponseEncoder();
        var requests = new RequestDecoder(channel, new StrictHeadReader(), loop.clocks(), first);
        channel.pipeline()
                .addLast(RESPONSES, responses)
                .addLast(REQUESTS, requests)
                .addLast(SESSION, new ClientSession(channel, loop, client, scope, requests, responses));
        requests.begin();
    }

    /** @param first bytes that came already; released here */
    static void speakSocks(Channel channel, EdgeLoop loop, Client client, ByteBuf first) {
        var session = new SocksSession(channel, loop, client, first);
        channel.pipeline().addLast(SESSION, session);
        session.begin();
    }

    /** From now on the connection is a tunnel; gives the bytes that came behind its CONNECT. */
    static ByteBuf leaveHttp(Channel channel) {
        var rest = channel.pipeline().get(RequestDecoder.class).takeRest();
        channel.pipeline().remove(SESSION);
        channel.pipeline().remove(REQUESTS);
        channel.pipeline().remove(RESPONSES);
        return rest;
    }
}
