package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.process.health.Health;
import io.tollhouse.proxy.policy.Batch.Candidate;
import io.tollhouse.proxy.policy.Choice.Refused;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts overlays in force on the thread that reads them: what they stop must stop at once, whatever is being compiled. It returns
 * when what is in flight was judged by them.
 */
final class OverlayStep {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayStep.class);

    private final ActiveOverlay active;
    private final Enforced enforced;
    private final Choice<SignedOverlay> choice;
    private final Keeping keeping;

    OverlayStep(ActiveOverlay active, Enforced enforced, Health health) {
        this.active = active;
        this.enforced = enforced;
        this.choice = new Choice<>(active.kind());
        this.keeping = new Keeping(active::keep, () -> "overlay " + active.id(), health.part("last-overlay"));
    }

    /**
     * What became of overlays that were read together.
     *
     * @param newest of them
     * @param inForceAt where the one in force stands among them; {@link Batch#NONE} where it is not among them
     * @param refusal why the newest is not in force; empty where it is
     */
    record Outcome(Candidate newest, long inForceAt, Optional<Refused> refusal) {}

    /** @param newestFirst one at least */
    Outcome take(Collection<Candidate> newestFirst) throws InterruptedException {
        var verified = Verified.all(newestFirst, active.kind());
        var before = active.id();
        var refusal = choice.choose(verified);
        if (!Objects.equals(before, active.id())) {
            enforced.awaitRejudged();
            LOG.info("overlay {} is in force", active.id());
            keeping.isDue();
        }
        long inForceAt = verified.stream()
                .filter(next -> isInForce(next.signed()))
                .mapToLong(Verified::offset)
                .findFirst()
                .orElse(Batch.NONE);
        return new Outcome(newestFirst.iterator().next(), inForceAt, refusal);
    }

    private boolean isInForce(@Nullable SignedOverlay signed) {
        return signed != null && active.isInForce(signed);
    }

    /** Keeps on disk what is not kept there yet. */
    void keep() {
        keeping.keepIfDue();
    }
}
