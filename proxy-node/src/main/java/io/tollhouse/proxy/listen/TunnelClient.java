package io.tollhouse.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tollhouse.proxy.judge.Client;
import io.tollhouse.proxy.judge.Refusal;

/** The client of a tunnel that is asked for. */
interface TunnelClient {

    Channel channel();

    Client client();

    /** Answers with a refusal; nothing more comes of the tunnel. */
    void refuse(Refusal refusal);

    /**
     * Answers that the tunnel stands, and takes everything out of the pipeline that spoke the protocol by which it was asked for.
     *
     * @param id of the request, for a protocol that can say it
     * @return what came behind the request already; for the caller to release
     */
    ByteBuf established(String id);
}
