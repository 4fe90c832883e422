package io.tollhouse.distributor;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.distributor.follow.TopicFollower;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.keys.TrustedFolder;
import java.time.Duration;
import java.util.List;

/**
 * Looks twice a second at which keys are trusted. When they change, every signature is judged once more.
 *
 * @param key that this distributor signs with
 */
record KeyWatch(TrustedFolder keys, SigningKey key, List<TopicFollower> following, Health.Part health) {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    void run() throws InterruptedException {
        while (true) {
            if (keys.refresh(null)) { // of a policy whose key is trusted no more, the policy topic says so itself
                following.forEach(TopicFollower::readAgain);
            }
            tell();
            Thread.sleep(INTERVAL.toMillis());
        }
    }

    private void tell() {
        if (keys.keys().keys().containsKey(key.keyId())) {
            health.fine();
        } else {
            health.degraded("the key " + key.keyId() + " of signing.key-file is not in policy.trusted-keys: what this"
                    + " distributor publishes would not be believed. Put " + key.keyId()
                    + ".pem there, or start it with another key");
        }
    }
}
