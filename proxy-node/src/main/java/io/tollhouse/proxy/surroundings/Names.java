package io.tollhouse.proxy.surroundings;

import io.tollhouse.contract.address.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Addresses of the fleet's own names, as the machine's resolver knows them. Whoever asks waits for a bounded time only. */
final class Names {
    private static final long WAIT_MILLIS = 1_000;
    private static final int MAX_QUESTIONS = 1_000;

    private final Function<String, Set<IpAddress>> resolver;
    private final Map<String, Set<IpAddress>> known = new ConcurrentHashMap<>();
    private final ExecutorService asking;

    /** @param resolver may block; an empty answer means that it does not know */
    Names(Function<String, Set<IpAddress>> resolver) {
        this.resolver = resolver;
        this.asking = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_QUESTIONS),
                task -> {
                    var thread = new Thread(task, "fleet-names");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    static Names ofTheSystem() {
        return new Names(Names::systemAddresses);
    }

    private static Set<IpAddress> systemAddresses(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .map(address -> IpAddress.of(address.getAddress()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (UnknownHostException e) {
            return Set.of();
        }
    }

    /** What is known of these names; of one that was never asked for only after a wait. */
    Map<String, Set<IpAddress>> addresses(Set<String> names) {
        var unknown = names.stream().filter(name -> !known.containsKey(name)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            askAndWait(unknown);
        }
        return names.stream().collect(Collectors.toMap(name -> name, name -> known.getOrDefault(name, Set.of())));
    }

    private void askAndWait(Set<String> names) {
        var asked = CompletableFuture.runAsync(() -> names.forEach(this::ask), asking);
        try {
            asked.orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (java.util.concurrent.CompletionException e) {
            // those that came in time are known; the others will be at the next refresh
        }
    }

    private void ask(String name) {
        var answer = resolver.apply(name);
        if (answer.isEmpty()) {
            known.putIfAbsent(name, answer); // one that had addresses keeps them
        } else {
            known.put(name, answer);
        }
    }

    /** Asks again for everything that was ever asked for. Blocks. */
    void refresh() {
        known.keySet().forEach(this::ask);
    }
}
