package io.tollhouse.bench;

import io.tollhouse.cli.api.ApiException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a policy takes to every node. The one in force is published again and again, and at last as it was. */
@Command(name = "publishes", description = "Publishes the policy in force again and again.")
final class Publishes implements Callable<Integer> {
    @Option(names = "--count", paramLabel = "N", description = "how often (${DEFAULT-VALUE})")
    int count = 100;

    @Option(names = "--warm-up", paramLabel = "N", description = "how often before that (${DEFAULT-VALUE})")
    int warmUp = 20;

    @Override
    public Integer call() throws ApiException, IOException, Failed, InterruptedException {
        var fleet = RunningFleet.find();
        var text = fleet.policy();
        var acknowledged = new Series("PUT sent to acknowledged");
        var confirmed = new Series("appended to confirmed by every node, broker's clock");
        System.out.println(RunningFleet.machine());
        for (int i = 1; i <= warmUp + count; i++) {
            long sent = System.nanoTime();
            var published = fleet.publish(text + "\n# measured, " + i + "\n", "measured");
            long answered = System.nanoTime();
            var confirmations = fleet.confirmed(published);
            if (i > warmUp) {
                acknowledged.add(TimeUnit.NANOSECONDS.toMillis(answered - sent));
                confirmed.add(RunningFleet.millis(published, confirmations));
            }
        }
        int nodes = fleet.confirmed(fleet.publish(text, "as it was before it was measured"))
                .size();
        System.out.println(RunningFleet.machine() + ", " + nodes + " nodes");
        System.out.println(acknowledged);
        System.out.println(confirmed);
        return 0;
    }
}
