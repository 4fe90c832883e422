package io.tollhouse.proxy.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A {@link NettyResolver} that is asked from outside of its event loop. */
final class AskedResolver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EventLoop loop;
    private final NettyResolver resolver;

    AskedResolver(EventLoop loop, InetSocketAddress... servers) {
        this(loop, PATIENCE, servers);
    }

    /** @param patience with each server; short only where none is to answer, since test machines are slow at times */
    AskedResolver(EventLoop loop, Duration patience, InetSocketAddress... servers) {
        this.loop = loop;
        this.resolver = onLoop(() -> new NettyResolver(loop, List.of(servers), patience, LIMIT));
    }

    /** The answer there must be. */
    Resolver.Answer answer(String name) {
        return asked(name).syncUninterruptibly().getNow();
    }

    /** The addresses of the answer there must be. */
    List<String> addresses(String name) {
        return texts(answer(name));
    }

    /** The same, for so many who ask at once. */
    List<List<String>> addresses(String name, int askers) {
        var futures = onLoop(() -> {
            var host = Host.parse(name);
            return IntStream.range(0, askers)
                    .mapToObj(i -> resolver.resolve(host))
                    .toList();
        });
        return futures.stream()
                .map(future -> texts(future.syncUninterruptibly().getNow()))
                .toList();
    }

    /** Why there is no answer. */
    Unresolved failure(String name) {
        var failure =
                catchThrowableOfType(ExecutionException.class, () -> asked(name).get(30, TimeUnit.SECONDS));
        return (Unresolved) requireNonNull(failure.getCause());
    }

    Optional<Resolver.Answer> known(String name) {
        return onLoop(() -> Optional.ofNullable(resolver.known(Host.parse(name))));
    }

    private Future<Resolver.Answer> asked(String name) {
        return onLoop(() -> resolver.resolve(Host.parse(name)));
    }

    private static List<String> texts(Resolver.Answer answer) {
        return answer.addresses().stream().map(IpAddress::text).toList();
    }

    private <T> T onLoop(Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    @Override
    public void close() {
        loop.submit(resolver::close).syncUninterruptibly();
    }
}
