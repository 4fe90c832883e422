package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.policy.Choice.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts policies in force on a thread of its own, so that what else stands on the topic never waits for a compilation. Whatever
 * came meanwhile is looked at together, the newest first.
 */
final class PolicyCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyCompiler.class);

    /** How often it looks for what is not done yet when nothing new comes. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ActiveRevision active;
    private final ActiveOverlay overlay;
    private final InFlight inFlight;
    private final Standing standing;
    private final Choice<SignedManifest> choice;
    private final Keeping keeping;
    private final HistoryFallback history;
    private final ListRetry retry;
    private volatile boolean keysChanged;
    private @Nullable Unsaid unsaid;

    /** The offset about which to say what the history holds; null where it is not looked at. */
    private volatile @Nullable Long lookFor;

    /** What became of policies, and what the history held, which is said when what is in flight was judged by it. */
    private record Unsaid(Standing.Job job, Optional<Refused> refusal, Optional<Batch> ofHistory) {}

    PolicyCompiler(
            ActiveRevision active,
            ActiveOverlay overlay,
            Enforced enforced,
            Standing standing,
            KafkaAccess access,
            KafkaDesk desk,
            Health health) {
        this.active = active;
        this.overlay = overlay;
        this.inFlight = new InFlight(enforced::rejudged, health.part("in-flight"));
        this.standing = standing;
        this.retry = new ListRetry(System::nanoTime);
        this.choice = new Choice<>(retry.watching(active.kind()));
        this.history = new HistoryFallback(
                "an older policy",
                () -> new Batch(active.kind(), overlay.kind()).ofPolicies(),
                access,
                desk,
                health.part("policy-history"));
        this.keeping = new Keeping(active::keep, () -> "revision " + active.revision(), health.part("last-good"));
    }

    /** Other keys are trusted now. Returns at once. */
    void keysChanged() {
        keysChanged = true;
    }

    /** What its thread does. */
    void run() throws InterruptedException {
        while (true) {
            var job = standing.take(PAUSE);
            if (job.isPresent()) {
                decide(job.get());
            }
            sayIfJudged();
            restoreAgain();
            fetchAgain();
            fallBack();
            keeping.keepIfDue();
        }
    }

    private void decide(Standing.Job job) throws InterruptedException {
        long before = active.revision();
        var ofHistory = before == 0 ? history.read(() -> false) : Optional.<Batch>empty();
        retry.begin();
        var refusal = choice.choose(job.newestFirst(), policies(ofHistory));
        unsaid = new Unsaid(job, refusal, ofHistory);
        inFlight.awaitJudged();
        sayIfJudged();
        if (before == 0) {
            lookFor = ofHistory.isPresent()
                    ? null
                    : Long.valueOf(refusal.map(Refused::offset).orElse(Batch.NONE));
        }
        keepIfOtherThan(before);
    }

    /** A revision that lacks its lists is looked at again, as one that came anew, unless a newer one came. */
    private void fetchAgain() {
        if (retry.isDue() && !standing.isBusy()) {
            retry.begin();
            standing.refused().ifPresent(candidate -> standing.again(Verified.of(candidate, active.kind())));
        }
    }

    private static List<Verified<SignedManifest>> policies(Optional<Batch> batch) {
        return batch.map(Batch::policies).orElse(List.of());
    }

    private void sayIfJudged() {
        var next = unsaid;
        if (next != null && inFlight.judged().isPresent()) {
            unsaid = null;
            standing.decided(next.job(), next.refusal());
            next.refusal().ifPresent(no -> next.ofHistory().ifPresent(batch -> tell(batch, no.offset())));
        }
    }

    private void keepIfOtherThan(long before) {
        if (active.revision() != before) {
            LOG.info("revision {} is in force", active.revision());
            keeping.isDue();
        }
    }

    /** What lies on disk may be signed by a key that is trusted only now. For that Kafka need not be there. */
    private void restoreAgain() {
        if (keysChanged) {
            keysChanged = false;
            if (overlay.id() == null) {
                overlay.restore();
            }
            if (active.revision() == 0) {
                active.restore();
            }
            standing.tell();
        }
    }

    /** The policy topic holds no policy, and nothing is in force: it may have been taken away. Returns at once. */
    void topicIsEmpty() {
        lookFor = Batch.NONE;
    }

    /** Where the history could not be read when it was needed, it is tried again until it is. */
    private void fallBack() throws InterruptedException {
        var about = lookFor;
        if (about == null) {
            history.isNotNeeded();
            return;
        }
        long before = active.revision();
        var ofHistory = history.read(standing::hasNewer);
        if (ofHistory.isPresent()) {
            retry.begin();
            choice.choose(List.of(), policies(ofHistory));
            if (retry.isLacking() && active.revision() == before) {
                return;
            }
            lookFor = null;
            inFlight.awaitJudged();
            if (about != Batch.NONE || active.revision() != before) {
                tell(ofHistory.get(), about);
            }
            keepIfOtherThan(before);
        }
    }

    private void tell(Batch ofHistory, long about) {
        if (active.revision() == 0) {
            standing.add(about, "the history holds none that this node believes either");
        } else if (ofHistory.policies().stream().anyMatch(next -> isInForce(next.signed()))) {
            standing.add(about, "this node had none and took revision " + active.revision() + " from the history");
        }
    }

    private boolean isInForce(@Nullable SignedManifest signed) {
        return signed != null && signed.hash().equals(active.hash());
    }
}
