package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.policy.Choice.Refused;
import java.time.Duration;
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
    private final Enforced enforced;
    private final Standing standing;
    private final Choice<SignedManifest> choice;
    private final Keeping keeping;
    private final HistoryFallback history;
    private volatile boolean keysChanged;
    private @Nullable Refused withoutPolicy;

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
        this.enforced = enforced;
        this.standing = standing;
        this.choice = new Choice<>(active.kind());
        this.history = new HistoryFallback(active, choice, access, desk, health);
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
            restoreAgain();
            fallBack();
            keeping.keepIfDue();
        }
    }

    private void decide(Standing.Job job) throws InterruptedException {
        long before = active.revision();
        var refusal = choice.choose(job.newestFirst());
        enforced.awaitRejudged();
        standing.decided(job, refusal);
        withoutPolicy = active.revision() == 0 ? refusal.orElse(null) : null;
        keepIfOtherThan(before);
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

    private void fallBack() throws InterruptedException {
        var refusal = withoutPolicy;
        if (refusal == null || active.revision() != 0) {
            history.isNotNeeded();
            return;
        }
        var became = history.take(standing::hasNewer);
        if (became != null) {
            withoutPolicy = null;
            standing.add(refusal.offset(), became);
            keepIfOtherThan(0);
        }
    }
}
