package io.tollhouse.bench;

import io.tollhouse.bench.tunnel.Origin;
import io.tollhouse.bench.tunnel.Tunnel;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Confirmation;
import io.tollhouse.cli.api.Selector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a kill takes to every node, and until an agent's tunnels are cut. Each is lifted again. */
@Command(name = "kills", description = "Kills an agent that has tunnels open, again and again.")
final class Kills implements Callable<Integer> {
    private static final String AGENT = "research-1";
    private static final String DESTINATION = "bench.tollhouse.test";
    private static final Selector TARGET = new Selector(AGENT, null, null, null);

    @Option(names = "--count", paramLabel = "N", description = "how often (${DEFAULT-VALUE})")
    int count = 100;

    @Option(names = "--warm-up", paramLabel = "N", description = "how often before that (${DEFAULT-VALUE})")
    int warmUp = 10;

    @Option(names = "--tunnels", paramLabel = "N", description = "tunnels through each node (${DEFAULT-VALUE})")
    int tunnels = 10;

    private final Series acknowledged = new Series("POST sent to acknowledged");
    private final Series confirmed = new Series("appended to confirmed by every node, tunnels cut, broker's clock");
    private final Series cut = new Series("POST sent to the end of the last tunnel, as its client sees it");

    @Override
    public Integer call() throws ApiException, IOException, Failed, InterruptedException {
        var fleet = RunningFleet.find();
        var before = fleet.policy();
        System.out.println(RunningFleet.machine());
        var threads = Executors.newCachedThreadPool();
        try (var origin = Origin.start(threads)) {
            fleet.confirmed(fleet.publish(routing(origin.port()), "measured"));
            for (int i = 1; i <= warmUp + count; i++) {
                kill(fleet, threads, i > warmUp);
            }
        } finally {
            fleet.confirmed(fleet.publish(before, "as it was before it was measured"));
        }
        System.out.println(
                RunningFleet.machine() + ", " + fleet.proxies().size() + " nodes with " + tunnels + " tunnels each");
        System.out.println(acknowledged);
        System.out.println(confirmed);
        System.out.println(cut);
        return 0;
    }

    private static String routing(int port) {
        return """
                tollhouse: v1
                policy: bench
                rules:
                  - {id: bench, to: [%s], ports: [443], action: route, upstream: "tcp://127.0.0.1:%d"}
                """.formatted(DESTINATION, port);
    }

    private void kill(RunningFleet fleet, ExecutorService clients, boolean counts)
            throws ApiException, IOException, Failed, InterruptedException {
        var open = open(fleet);
        try {
            var ends = open.stream()
                    .map(tunnel -> CompletableFuture.supplyAsync(() -> end(tunnel), clients))
                    .toList();
            long sent = System.nanoTime();
            var order = fleet.api().kill(TARGET, null, "measured", false);
            long answered = System.nanoTime();
            var confirmations = fleet.confirmed(order);
            requireCut(confirmations, open.size());
            long last = ends.stream().mapToLong(CompletableFuture::join).max().orElseThrow();
            if (counts) {
                acknowledged.add(TimeUnit.NANOSECONDS.toMillis(answered - sent));
                confirmed.add(RunningFleet.millis(order, confirmations));
                cut.add(TimeUnit.NANOSECONDS.toMillis(last - sent));
            }
        } finally {
            for (var tunnel : open) {
                tunnel.close();
            }
            fleet.confirmed(fleet.api().lift(TARGET, "measured", false));
        }
    }

    private List<Tunnel> open(RunningFleet fleet) throws IOException {
        var open = new ArrayList<Tunnel>();
        for (var proxy : fleet.proxies()) {
            for (int i = 0; i < tunnels; i++) {
                open.add(Tunnel.open(proxy, AGENT + ":demo", DESTINATION));
            }
        }
        return open;
    }

    private static long end(Tunnel tunnel) {
        try {
            tunnel.awaitEnd();
            return System.nanoTime();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void requireCut(List<Confirmation> confirmations, int open) throws Failed {
        long cut = confirmations.stream().mapToLong(Confirmation::tunnelsCut).sum();
        if (cut != open) {
            throw new Failed("nodes say that they cut " + cut + " tunnels of " + open);
        }
    }
}
