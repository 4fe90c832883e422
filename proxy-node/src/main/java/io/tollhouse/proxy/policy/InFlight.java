package io.tollhouse.proxy.policy;

import io.tollhouse.process.health.Health;

/** Whether what is in flight was judged by what is in force now. Nobody hears before that it is in force. For one thread only. */
final class InFlight {
    private final Enforced enforced;
    private final Health.Part health;

    InFlight(Enforced enforced, Health.Part health) {
        this.enforced = enforced;
        this.health = health;
    }

    /** Waits for it, but for a second at most. */
    boolean awaitJudged() throws InterruptedException {
        return tell(enforced.awaitRejudged());
    }

    /** To be asked again as long as the answer is no. */
    boolean isJudged() {
        return tell(enforced.isRejudged());
    }

    private boolean tell(boolean judged) {
        if (judged) {
            health.fine();
        } else {
            health.degraded(
                    "what is in flight is still being judged by what is in force now, which is not confirmed before: tunnels"
                            + " may be open that should be cut. Where this stays, an event loop hangs: restart this node");
        }
        return judged;
    }
}
