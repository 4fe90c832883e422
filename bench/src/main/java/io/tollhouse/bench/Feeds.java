package io.tollhouse.bench;

import io.tollhouse.bench.simulated.SimulatedNode;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.Published;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.keys.KeyFiles;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a policy takes to many nodes, which are simulated in this process. */
@Command(name = "feeds", description = "Publishes the policy in force to many simulated nodes beside the fleet's own.")
final class Feeds implements Callable<Integer> {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int TOGETHER = 20;

    /** Reports of a thousand clients about themselves to JMX would take more memory than the clients. */
    private static final Map<String, String> PROPERTIES = Map.of("metric.reporters", "");

    @Option(names = "--nodes", paramLabel = "N", description = "how many (${DEFAULT-VALUE})")
    int nodes = 1_000;

    @Option(names = "--count", paramLabel = "N", description = "publishes (${DEFAULT-VALUE})")
    int count = 20;

    @Option(names = "--warm-up", paramLabel = "N", description = "publishes before that (${DEFAULT-VALUE})")
    int warmUp = 5;

    @Option(
            names = "--silent",
            description =
                    "the simulated nodes report nothing to the fleet topic, so that only the way to them is measured")
    boolean silent;

    private final Series acknowledged = new Series("PUT sent to acknowledged");
    private final Series inForce = new Series("appended to in force in a node, by this machine's clock");
    private final Series inForceLast = new Series("appended to in force in the last node");
    private final Series each = new Series("appended to confirmed by a node, broker's clock");
    private final Series last = new Series("appended to confirmed by the last node, broker's clock");

    @Override
    public Integer call() throws ApiException, IOException, Failed, InterruptedException {
        var fleet = RunningFleet.find();
        var text = fleet.policy();
        System.out.println(RunningFleet.machine());
        long begun = System.nanoTime();
        var simulated = start(fleet);
        try {
            if (!silent) {
                awaitReady(fleet);
            }
            System.out.println(nodes + " simulated nodes ready after "
                    + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
            for (int i = 1; i <= warmUp + count; i++) {
                publish(fleet, text + "\n# measured, " + i + "\n", simulated, i > warmUp);
            }
            System.out.println(RunningFleet.machine() + ", " + nodes + " simulated nodes");
            fleet.publish(text, "as it was before it was measured");
        } finally {
            for (var node : simulated) {
                node.leave();
            }
        }
        System.out.println(acknowledged);
        System.out.println(inForce);
        System.out.println(inForceLast);
        System.out.println(each);
        System.out.println(last);
        return 0;
    }

    private void publish(RunningFleet fleet, String text, List<SimulatedNode> simulated, boolean counts)
            throws ApiException, Failed, InterruptedException {
        long sent = System.nanoTime();
        var published = fleet.publish(text, "measured");
        long answered = System.nanoTime();
        requireAll(published);
        await(
                "have revision " + published.revision(),
                simulated,
                node -> node.swap().revision() >= published.revision());
        var confirmations = fleet.confirmed(published);
        if (counts) {
            acknowledged.add(TimeUnit.NANOSECONDS.toMillis(answered - sent));
            var swapped = simulated.stream()
                    .map(node ->
                            Duration.between(published.at(), node.swap().at()).toMillis())
                    .toList();
            swapped.forEach(inForce::add);
            inForceLast.add(Collections.max(swapped));
            confirmations.forEach(one -> each.add(RunningFleet.millis(published, one)));
            last.add(RunningFleet.millis(published, confirmations));
        }
    }

    private void requireAll(Published published) throws Failed {
        if (!silent && published.nodes().size() < nodes) {
            throw new Failed("only " + published.nodes().size() + " nodes were live at a publish");
        }
    }

    /** Not all at once: this machine has what a thousand of them have. */
    private List<SimulatedNode> start(RunningFleet fleet) throws IOException, Failed, InterruptedException {
        var folders = Files.createTempDirectory("tollhouse-bench");
        var shared = new SimulatedNode.Shared(
                KeyFiles.fleetId(fleet.file("fleet.id")),
                TrustedKeys.load(fleet.file("trusted-keys")),
                new KafkaDesk(access(fleet, "bench")));
        var random = new SecureRandom();
        var simulated = new ArrayList<SimulatedNode>();
        for (int i = 1; i <= nodes; i++) {
            var name = "simulated-" + i;
            var boot = "%012x".formatted(random.nextLong() >>> 16);
            Path folder = Files.createDirectory(folders.resolve(name));
            simulated.add(new SimulatedNode(shared, access(fleet, name), boot, folder, !silent));
            if (i % TOGETHER == 0) {
                await("have a policy", simulated.subList(i - TOGETHER, i), SimulatedNode::hasPolicy);
            }
        }
        return simulated;
    }

    private static void await(String what, List<SimulatedNode> nodes, Predicate<SimulatedNode> holds)
            throws Failed, InterruptedException {
        long begun = System.nanoTime();
        while (!nodes.stream().allMatch(holds)) {
            if (System.nanoTime() - begun > START.toNanos()) {
                throw new Failed("not all simulated nodes " + what + " after " + START.toSeconds() + " s");
            }
            Thread.sleep(10);
        }
    }

    private static KafkaAccess access(RunningFleet fleet, String name) {
        return new KafkaAccess(List.of(fleet.kafka()), PROPERTIES, name);
    }

    private void awaitReady(RunningFleet fleet) throws ApiException, Failed, InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            int ready = 0;
            for (var node : fleet.api().fleet().path("nodes")) {
                boolean ours = node.path("version").asText().equals("simulated")
                        && node.path("presence").asText().equals("live");
                ready += ours && node.path("state").asText().equals("ready") ? 1 : 0;
            }
            if (ready == nodes) {
                return;
            }
            if (System.nanoTime() - begun > START.toNanos()) {
                throw new Failed(ready + " of " + nodes + " simulated nodes are ready");
            }
            Thread.sleep(500);
        }
    }
}
