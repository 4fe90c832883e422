package io.tollhouse.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tollhouse.contract.address.Host;
import io.tollhouse.proxy.upstream.NameLookup.Resolved;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers, and remembers what they said for as long as they said. Knows no search list, no hosts file and no
 * special names; gives addresses as they stand in the answer, since judging them is not its business.
 *
 * <p>All of it is called on its event loop. Its futures cannot be cancelled: several may wait for one answer.
 */
public final class NettyResolver implements Resolver {
    private static final int CACHED_NAMES = 10_000;

    /** Each takes two sockets. */
    private static final int MAX_AT_ONCE = 1_000;

    private final EventLoop loop;
    private final @Nullable NameServers servers;
    private final Duration limit;
    private final AnswerCache cache;
    private final Map<Host, Promise<Answer>> asking = new HashMap<>();

    /**
     * Of one event loop.
     *
     * @param servers in the order in which they are asked; none = every name is {@link Unresolved}
     */
    public NettyResolver(EventLoop loop, List<InetSocketAddress> servers) {
        this(loop, servers, Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    /**
     * With other limits.
     *
     * @param patience with one server for one question
     * @param limit of all that is asked for one name
     */
    NettyResolver(EventLoop loop, List<InetSocketAddress> servers, Duration patience, Duration limit) {
        this.loop = loop;
        this.servers = servers.isEmpty() ? null : new NameServers(loop, servers, patience);
        this.limit = limit;
        this.cache = new AnswerCache(CACHED_NAMES, loop.ticker()::nanoTime);
    }

    @Override
    public @Nullable Answer known(Host name) {
        return cache.answer(name);
    }

    @Override
    public Future<Answer> resolve(Host name) {
        var known = cache.answer(name);
        if (known != null) {
            return loop.newSucceededFuture(known);
        }
        var failure = cache.failure(name);
        if (failure != null) {
            return loop.newFailedFuture(failure);
        }
        var shared = asking.get(name);
        return shared == null ? ask(name) : shared;
    }

    private Future<Answer> ask(Host name) {
        if (servers == null) {
            return loop.newFailedFuture(new Unresolved("this node has no name server (dns.servers)", false));
        }
        if (asking.size() >= MAX_AT_ONCE) {
            return loop.newFailedFuture(new Unresolved("too many names are being asked for at once", false));
        }
        Promise<Answer> promise = loop.newPromise();
        promise.setUncancellable();
        asking.put(name, promise);
        new NameLookup(loop, servers, name, limit)
                .start()
                .addListener((Future<Resolved> lookup) -> answered(name, lookup, promise));
        return promise;
    }

    private void answered(Host name, Future<Resolved> lookup, Promise<Answer> promise) {
        asking.remove(name);
        if (lookup.isSuccess()) {
            var resolved = lookup.getNow();
            cache.keep(name, resolved.answer(), resolved.ttl());
            promise.trySuccess(resolved.answer());
            return;
        }
        if (lookup.cause() instanceof Unresolved failure && !failure.isTimeout()) {
            cache.keep(name, failure);
        }
        promise.tryFailure(lookup.cause());
    }

    /** What is being asked ends by its own limit. */
    @Override
    public void close() {
        if (servers != null) {
            servers.close();
        }
    }
}
