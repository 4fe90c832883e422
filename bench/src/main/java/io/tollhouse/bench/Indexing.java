package io.tollhouse.bench;

import io.tollhouse.bench.indexing.AuditTopic;
import io.tollhouse.bench.indexing.BulkLoader;
import io.tollhouse.bench.indexing.Trail;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.consumer.document.IndexNames;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a fleet's one consumer indexes, against a loader that takes no care, in turn. */
@Command(
        name = "indexing",
        description =
                "Gives the consumer records, which it indexes from when it is let go on, and a bare loader as many.")
final class Indexing implements Callable<Integer> {
    /** In the place of a day, so that the template of the audit indices holds for it. */
    private static final String INDEX = "tollhouse-audit-bench";

    /** So that the consumer begins an index in each turn, as the loader does. */
    private static final Duration LONG_AGO = Duration.ofDays(300);

    @Option(names = "--records", paramLabel = "N", description = "in each turn (${DEFAULT-VALUE})")
    int count = 100_000;

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "of each, after one that does not count (${DEFAULT-VALUE})")
    int turns = 5;

    @Option(names = "--bulk", paramLabel = "N", description = "documents in a request of the loader (${DEFAULT-VALUE})")
    int bulk = 1_000;

    @Option(names = "--at-once", paramLabel = "N", description = "requests of the loader under way (${DEFAULT-VALUE})")
    int atOnce = 4;

    @Override
    public Integer call() throws ApiException, IOException, Failed, InterruptedException, ExecutionException {
        var fleet = RunningFleet.find();
        var loader = new BulkLoader(fleet.elasticsearch());
        var bare = new ArrayList<Long>();
        var ours = new ArrayList<Long>();
        System.out.println(RunningFleet.machine());
        try (var topic = new AuditTopic(fleet.kafka())) {
            for (int turn = 0; turn <= turns; turn++) {
                var at = Instant.now().minus(LONG_AGO).plus(Duration.ofDays(turn));
                long loaded = load(loader, Trail.of(count, topic.partitions(), at));
                var trail = Trail.of(count, topic.partitions(), at);
                var index = IndexNames.ofDay(LocalDate.ofInstant(at, ZoneOffset.UTC));
                loader.delete(index);
                long indexed = index(fleet, topic, trail);
                loader.delete(index);
                System.out.printf(
                        "bare %,7d documents a second, consumer %,7d%s%n",
                        rate(loaded), rate(indexed), turn == 0 ? " (does not count)" : "");
                if (turn > 0) {
                    bare.add(rate(loaded));
                    ours.add(rate(indexed));
                }
            }
        } finally {
            loader.delete(INDEX);
        }
        System.out.println(RunningFleet.machine());
        System.out.printf(
                "medians: bare %,d, consumer %,d documents a second: %d %%%n",
                median(bare), median(ours), 100 * median(ours) / median(bare));
        return 0;
    }

    private long load(BulkLoader loader, Trail trail) throws IOException, InterruptedException {
        loader.delete(INDEX);
        long began = System.nanoTime();
        loader.load(trail, INDEX, bulk, atOnce);
        return System.nanoTime() - began;
    }

    /** The consumer stands still while the records are sent: that is not what is measured. */
    private static long index(RunningFleet fleet, AuditTopic topic, Trail trail)
            throws Failed, IOException, InterruptedException, ExecutionException {
        topic.awaitCommitted();
        var consumer = consumer(fleet);
        long began;
        signal("STOP", consumer);
        try {
            topic.send(trail);
        } finally {
            began = System.nanoTime();
            signal("CONT", consumer);
        }
        topic.awaitCommitted();
        return System.nanoTime() - began;
    }

    private static ProcessHandle consumer(RunningFleet fleet) throws IOException, Failed {
        var file = fleet.file("run/audit-consumer.pid");
        var text = Files.exists(file) ? Files.readString(file).strip().split("\\s", 2)[0] : "";
        return ProcessHandle.of(text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0)
                .orElseThrow(() -> new Failed("there is no consumer to be stopped in " + file));
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private long rate(long nanos) {
        return count * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private static long median(List<Long> rates) {
        var sorted = new ArrayList<>(rates);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
