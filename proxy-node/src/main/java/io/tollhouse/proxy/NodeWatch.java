package io.tollhouse.proxy;

import io.tollhouse.process.keys.TrustedFolder;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Lockdown;
import io.tollhouse.proxy.policy.PolicyFeed;
import io.tollhouse.proxy.policy.Staleness;
import java.time.Duration;

/** Looks twice a second at what holds for this node beside the policy topic. */
record NodeWatch(Lockdown lockdown, TrustedFolder keys, ActiveRevision active, PolicyFeed feed, Staleness staleness) {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    void run() throws InterruptedException {
        while (true) {
            lockdown.check();
            staleness.check();
            if (keys.refresh(active.signer())) {
                feed.keysChanged();
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }
}
