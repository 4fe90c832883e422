package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.process.health.Health;
import io.tollhouse.proxy.policy.Batch.Candidate;
import io.tollhouse.proxy.policy.Choice.Refused;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts overlays in force on the thread that reads them: what they stop must stop at once, whatever is being compiled. It waits
 * until what is in flight was judged by them, but not for ever.
 */
final class OverlayStep {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayStep.class);

    private final ActiveOverlay active;
    private final InFlight inFlight;
    private final Choice<SignedOverlay> choice;
    private final Keeping keeping;

    OverlayStep(ActiveOverlay active, Enforced enforced, Health health) {
        this.active = active;
        this.inFlight = new InFlight(enforced::rejudgedByOverlay, health.part("in-flight-overlay"));
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
    Outcome take(List<Verified<SignedOverlay>> newestFirst) throws InterruptedException {
        var before = active.id();
        var refusal = choice.choose(newestFirst);
        if (!Objects.equals(before, active.id())) {
            inFlight.awaitJudged();
            LOG.info("overlay {} is in force", active.id());
            keeping.isDue();
        }
        long inForceAt = newestFirst.stream()
                .filter(next -> isInForce(next.signed()))
                .mapToLong(Verified::offset)
                .findFirst()
                .orElse(Batch.NONE);
        return new Outcome(newestFirst.get(0).candidate(), inForceAt, refusal);
    }

    private boolean isInForce(@Nullable SignedOverlay signed) {
        return signed != null && active.isInForce(signed);
    }

    Kind<SignedOverlay> kind() {
        return active.kind();
    }

    /** How many tunnels the one in force cut, once what is in flight was judged by it; empty before. */
    OptionalLong cut() {
        return inFlight.judged();
    }

    /** Keeps on disk what is not kept there yet. */
    void keep() {
        keeping.keepIfDue();
    }
}
