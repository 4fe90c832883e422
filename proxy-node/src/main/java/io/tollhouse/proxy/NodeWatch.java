package io.tollhouse.proxy;

import io.tollhouse.proxy.policy.Staleness;
import java.time.Duration;

/** Looks twice a second at what holds for this node beside the policy topic. */
record NodeWatch(Staleness staleness) {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    void run() throws InterruptedException {
        while (true) {
            staleness.check();
            Thread.sleep(INTERVAL.toMillis());
        }
    }
}
