package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.process.health.Health;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Has a node refuse everything from its start until it knows what happened while it was down: its own disk says nothing of a kill that
 * was ordered meanwhile. Where Kafka is away it goes on with what its disk has, soon; the more of Kafka it hears, the longer it waits.
 */
public final class FirstReading {
    /** How far it has come, and how long after it began to ask for Kafka a node lets go that came no further. */
    public enum Stage {
        /** No broker was asked yet, or not every one: nobody knows anything. */
        LOOKING(Duration.ofSeconds(10)),
        /** Every broker was asked, and none takes a connection. */
        ALONE(Duration.ofMillis(500)),
        /** One takes connections, which says little: the system does so for a process that hangs. */
        CONNECTED(Duration.ofSeconds(6)),
        /** Kafka has answered. */
        ANSWERED(Duration.ofSeconds(15)),
        /** All that stood on the policy topic was acted on. */
        DONE(Duration.ZERO);

        private final Duration patience;

        Stage(Duration patience) {
            this.patience = patience;
        }

        boolean isOver(Duration waited) {
            return waited.compareTo(patience) >= 0;
        }
    }

    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Restraint RESTRAINT = new Restraint(
            Verdict.UNAVAILABLE,
            BuiltIn.NO_POLICY,
            "this node has just started and has not read its policy yet; try again in a moment",
            true);

    private final Enforced enforced;
    private final Health.Part health;

    /** Refuses from now on. */
    public FirstReading(Enforced enforced, Health health) {
        this.enforced = enforced;
        this.health = health.part("first-reading");
        this.health.red("this node has just started and has not read the policy topic to its end yet");
        enforced.restrain(RESTRAINT);
    }

    /**
     * Lets go when it may. What a thread of its own does, which then ends.
     *
     * @param waited since Kafka was first asked for; what the start of the process took before is no waiting
     */
    public void await(Supplier<Duration> waited, Supplier<Stage> stage) throws InterruptedException {
        while (!stage.get().isOver(waited.get())) {
            Thread.sleep(INTERVAL.toMillis());
        }
        enforced.release(BuiltIn.NO_POLICY);
        health.fine();
    }
}
