package io.tollhouse.bench;

import io.tollhouse.bench.indexing.BulkLoader;
import io.tollhouse.bench.indexing.Refusals;
import io.tollhouse.cli.api.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes until a search finds a decision, while a fleet makes so many a second. */
@Command(
        name = "searchable",
        description = "Asks nodes at a steady rate for what no rule allows, and searches for one in 20.")
final class Searchable implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ONE_IN = 20;

    @Option(names = "--rate", paramLabel = "N", description = "decisions a second, over all nodes (${DEFAULT-VALUE})")
    int rate = 1_000;

    @Option(names = "--seconds", paramLabel = "N", description = "for how long (${DEFAULT-VALUE})")
    int seconds = 30;

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds before that (${DEFAULT-VALUE})")
    int warmUp = 20;

    /** When requests were sent that are not found yet, by their ids. */
    private final Map<String, Long> pending = new ConcurrentHashMap<>();

    private final Series found = new Series("request sent to found by a search");

    @Override
    public Integer call() throws ApiException, IOException, Failed, InterruptedException {
        var fleet = RunningFleet.find();
        var index = new BulkLoader(fleet.elasticsearch());
        System.out.println(RunningFleet.machine());
        try (var refusals = new Refusals(fleet.proxies(), "research-1", "demo", rate)) {
            Thread.sleep(TimeUnit.SECONDS.toMillis(warmUp));
            refusals.sample(ONE_IN, pending::put);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                search(index);
            }
            refusals.sample(0, pending::put);
            System.out.println(RunningFleet.machine() + ", " + refusals.answered() + " decisions, " + refusals.failed()
                    + " requests without one, " + fleet.proxies().size() + " nodes");
            long last = System.nanoTime() + LIMIT.toNanos();
            while (!pending.isEmpty()) {
                search(index);
                if (System.nanoTime() > last) {
                    throw new Failed(pending.size() + " decisions are not found within " + LIMIT.toSeconds() + " s");
                }
            }
        }
        System.out.println(found);
        return 0;
    }

    private void search(BulkLoader index) throws IOException, InterruptedException {
        Thread.sleep(POLL.toMillis());
        if (pending.isEmpty()) {
            return;
        }
        var ids = List.copyOf(pending.keySet()).stream()
                .map(id -> "\"" + id + "\"")
                .collect(Collectors.joining(","));
        var answer = index.search("/tollhouse-audit-*/_search", """
                {"size": 10000, "_source": false, "fields": ["http.request.id"], "query": {"terms": {"http.request.id": [%s]}}}""".formatted(ids));
        long now = System.nanoTime();
        for (var hit : answer.path("hits").path("hits")) {
            var sent = pending.remove(
                    hit.path("fields").path("http.request.id").path(0).asText());
            if (sent != null) {
                found.add(TimeUnit.NANOSECONDS.toMillis(now - sent));
            }
        }
    }
}
