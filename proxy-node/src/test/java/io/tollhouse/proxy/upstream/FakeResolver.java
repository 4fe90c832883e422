package io.tollhouse.proxy.upstream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The names of a test, with the questions that were asked. One for all event loops. */
public final class FakeResolver {
    private final Map<String, Resolver.Answer> names = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    /** From now on this name has these addresses; none = it does not exist. */
    public FakeResolver name(String name, String... addresses) {
        return name(name, List.of(), addresses);
    }

    /** As {@link #name(String, String...)}, by way of these aliases. */
    public FakeResolver name(String name, List<Host> aliases, String... addresses) {
        if (addresses.length == 0) {
            names.remove(name);
        } else {
            names.put(
                    name,
                    new Resolver.Answer(
                            List.of(addresses).stream()
                                    .map(FakeResolver::address)
                                    .toList(),
                            aliases));
        }
        return this;
    }

    /** From now on questions for this name get no answer. */
    public FakeResolver silent(String name) {
        silent.add(name);
        return this;
    }

    private static IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The names that were asked for, in order. */
    public List<String> questions() {
        return questions;
    }

    /** The resolver of one event loop. */
    public Resolver on(EventExecutor loop) {
        return new Resolver() {
            @Override
            public @Nullable Answer known(Host name) {
                return null;
            }

            @Override
            public Future<Answer> resolve(Host name) {
                questions.add(name.text());
                if (silent.contains(name.text())) {
                    return loop.newPromise();
                }
                var answer = names.get(name.text());
                return answer == null
                        ? loop.newFailedFuture(new Unresolved("the name does not exist", false))
                        : loop.newSucceededFuture(answer);
            }

            @Override
            public void close() {}
        };
    }
}
