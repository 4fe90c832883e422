package io.tollhouse.proxy;

import io.tollhouse.process.keys.TrustedFolder;
import io.tollhouse.proxy.policy.ActiveOverlay;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Enforced;
import io.tollhouse.proxy.policy.Lockdown;
import io.tollhouse.proxy.policy.PolicyFeed;
import io.tollhouse.proxy.policy.Staleness;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks twice a second at what holds for this node beside the policy topic.
 *
 * @param clock by which what is laid over the policy expires
 */
record NodeWatch(
        Lockdown lockdown,
        TrustedFolder keys,
        ActiveRevision active,
        ActiveOverlay overlay,
        PolicyFeed feed,
        Staleness staleness,
        Enforced enforced,
        Clock clock) {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    void run() throws InterruptedException {
        while (true) {
            lockdown.check();
            staleness.check();
            enforced.look(clock.instant());
            if (keys.refresh(signer())) {
                feed.keysChanged();
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }

    /** Of the policy in force, unless the overlay's is the one that is trusted no more. */
    private @Nullable String signer() {
        var ofOverlay = overlay.signer();
        return ofOverlay == null || keys.ids().contains(ofOverlay) ? active.signer() : ofOverlay;
    }
}
