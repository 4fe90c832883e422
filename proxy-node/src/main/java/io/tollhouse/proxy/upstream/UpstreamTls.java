package io.tollhouse.proxy.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.tollhouse.contract.address.Host;

/**
 * TLS of the node's own towards the upstream of a route. The certificate must chain to the JVM's trust store and be the
 * host's.
 */
@SuppressWarnings("unused") // the insides come next
public final class UpstreamTls {

    /** With the JVM's default trust store, as it is now. */
    public UpstreamTls() {}

    /** For one connection; put first into its pipeline. */
    public SslHandler handler(ByteBufAllocator allocator, Host host, int port) {
        throw new UnsupportedOperationException();
    }
}
