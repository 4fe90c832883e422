package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.process.health.Health;
import java.time.Duration;
import java.util.function.Supplier;

/** Acts when a node is cut off from the policy topic for longer than it may be, and lets go when it is back. */
public final class Staleness {
    private static final String REASON = "this node is cut off from its policy for too long; try again later";

    private final Supplier<Duration> age;
    private final Duration max;
    private final WhenStale then;
    private final Enforced enforced;
    private final Health.Part health;

    /**
     * Acts on nothing before {@link #check}.
     *
     * @param age since the node last proved that it has read all of the policy topic; since its start, where it never did
     * @param max age at which it is not stale yet
     */
    public Staleness(Supplier<Duration> age, Duration max, WhenStale then, Enforced enforced, Health health) {
        this.age = age;
        this.max = max;
        this.then = then;
        this.enforced = enforced;
        this.health = health.part("stale");
    }

    /** Looks how old the last proof is. To be called several times a second. */
    public void check() {
        if (age.get().compareTo(max) <= 0) {
            enforced.release(BuiltIn.STALE);
            health.fine();
            return;
        }
        var since = "this node has not read the policy topic to its end for more than " + max.toSeconds()
                + " s (policy.max-staleness), so policy.when-stale: " + then.word() + " holds: ";
        switch (then) {
            case SERVE -> health.degraded(since + "it goes on with the policy it has");
            case DENY_NEW -> {
                enforced.restrain(restraint(false));
                health.red(since + "it refuses new requests");
            }
            case DENY_ALL -> {
                enforced.restrain(restraint(true));
                health.red(since + "it refuses everything");
            }
        }
    }

    private static Restraint restraint(boolean cuts) {
        return new Restraint(Verdict.UNAVAILABLE, BuiltIn.STALE, REASON, cuts);
    }
}
