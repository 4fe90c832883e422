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
    private final HistoryFallback history;
    private boolean historyDue;

    /** @param history of overlays */
    OverlayStep(ActiveOverlay active, Enforced enforced, HistoryFallback history, Health health) {
        this.history = history;
        this.active = active;
        this.inFlight = new InFlight(enforced::rejudgedByOverlay, health.part("in-flight-overlay"));
        this.choice = new Choice<>(active.kind());
        this.keeping = new Keeping(active::keep, () -> "overlay " + active.id(), health.part("last-overlay"));
    }

    /**
     * What became of overlays that were read together.
     *
     * @param newest of them; null where the topic has none
     * @param inForceAt where the one in force stands among them; {@link Batch#NONE} where it is not among them
     * @param refusal why the newest is not in force; empty where it is
     */
    record Outcome(@Nullable Candidate newest, long inForceAt, Optional<Refused> refusal) {}

    /** The topic was read from its start: where nothing is in force, the right one may have been taken away from it. */
    void begin() {
        historyDue |= active.id() == null;
    }

    /** Whether the history is to be looked at and could not be yet. */
    boolean isHistoryDue() {
        return historyDue;
    }

    /**
     * Takes what was read, and with it what the history has where that is to be looked at.
     *
     * @return empty where there is none
     */
    Optional<Outcome> take(List<Verified<SignedOverlay>> newestFirst) throws InterruptedException {
        var ofHistory = ofHistory();
        return newestFirst.isEmpty() && ofHistory.isEmpty()
                ? Optional.empty()
                : Optional.of(take(newestFirst, ofHistory));
    }

    private List<Verified<SignedOverlay>> ofHistory() throws InterruptedException {
        if (!historyDue) {
            return List.of();
        }
        var read = history.read(() -> false);
        historyDue = read.isEmpty();
        return read.map(Batch::overlays).orElse(List.of());
    }

    private Outcome take(List<Verified<SignedOverlay>> newestFirst, List<Verified<SignedOverlay>> ofHistory)
            throws InterruptedException {
        var before = active.id();
        var refusal = choice.choose(newestFirst, ofHistory);
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
        return newestFirst.isEmpty()
                ? new Outcome(null, inForceAt, notOnTopic())
                : new Outcome(newestFirst.get(0).candidate(), inForceAt, refusal);
    }

    private Optional<Refused> notOnTopic() {
        return Optional.ofNullable(active.id())
                .map(id -> new Refused(
                        Batch.NONE,
                        "overlay " + id + " is not on the policy topic, and this node took it from the history;"
                                + " order or lift a kill, which writes all of them there again"));
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
