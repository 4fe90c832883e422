package io.tollhouse.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Host;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks name servers, by Netty's DNS client. */
@SuppressWarnings("unused") // the insides come next
public final class NettyResolver implements Resolver {

    /**
     * Of one event loop.
     *
     * @param servers in the order in which they are asked; none = every name is {@link Unresolved}
     */
    public NettyResolver(EventLoop loop, List<InetSocketAddress> servers) {}

    @Override
    public @Nullable Answer known(Host name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Answer> resolve(Host name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
