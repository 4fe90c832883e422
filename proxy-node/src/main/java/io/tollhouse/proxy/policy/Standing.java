package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.process.health.Health;
import io.tollhouse.proxy.policy.Batch.Candidate;
import io.tollhouse.proxy.policy.Batch.Unknown;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a node stands with the policy topic: what waits to be compiled, up to where it has acted, and what is wrong. The feed
 * and the compile thread meet here. What is said changes as a whole, so that nobody sees an offset without its error.
 */
final class Standing {
    private final ActiveRevision active;
    private final Health.Part health;
    private final Health.Part overlayHealth;
    private final Newest<SignedManifest> waiting;
    private Progress progress = new Progress();
    private @Nullable String topicId;
    private @Nullable Job compiling;
    private @Nullable Candidate refused;
    private @Nullable Candidate refusedOverlay;
    private @Nullable Trouble policy;
    private @Nullable Trouble unknown;
    private @Nullable Trouble overlay;
    private long overlayInForceAt = Batch.NONE;
    private long overlayAt = Batch.NONE;
    private long overlayCut;
    private volatile PolicyFeed.State state = PolicyFeed.State.NOTHING;
    private volatile Runnable onChange = () -> {};

    /** What the compile thread has before it; the newest decides. */
    record Job(List<Verified<SignedManifest>> newestFirst) {}

    /** @param offset {@link Batch#NONE} where it is about no record */
    private record Trouble(long offset, String what) {
        static @Nullable Trouble of(Optional<Choice.Refused> refusal) {
            return refusal.map(no -> new Trouble(no.offset(), no.why())).orElse(null);
        }
    }

    Standing(ActiveRevision active, Health health) {
        this.active = active;
        this.waiting = new Newest<>(active.kind().revision());
        this.health = health.part("policy");
        this.overlayHealth = health.part("overlay");
        tellHealth();
    }

    PolicyFeed.State state() {
        return state;
    }

    void onChange(Runnable listener) {
        onChange = listener;
    }

    /** The topic is read from its start. What was said of another one counts no more, and neither does what came from it. */
    synchronized void begin(String id) {
        if (!id.equals(topicId)) {
            forget();
            topicId = id;
        }
        unknown = null;
    }

    /** Nothing that was read counts any more. What is in force stays. */
    synchronized void forget() {
        topicId = null;
        progress = new Progress();
        waiting.clear();
        compiling = null;
        refused = null;
        policy = null;
        refusedOverlay = null;
        unknown = null;
        overlay = null;
        overlayInForceAt = Batch.NONE;
        overlayAt = Batch.NONE;
        state = PolicyFeed.State.NOTHING;
    }

    /** The whole topic holds no policy. */
    synchronized void empty(long lastOffset) {
        policy = active.revision() == 0 ? null : new Trouble(Batch.NONE, "the policy topic holds no policy");
        progress.read(lastOffset, Batch.NONE);
        tell();
    }

    /** Something was read. Its policies wait from now on; of all that wait {@link Newest} are kept. */
    synchronized void read(Batch batch) {
        progress.read(batch.lastOffset(), batch.firstPolicy());
        waiting.addAll(batch.policies());
        notifyAll();
        var latest = batch.unknown();
        if (latest != null && latest.offset() > newestPolicy(batch.policies())) {
            unknown = new Trouble(latest.offset(), sentence(latest));
        }
        tell();
    }

    private static long newestPolicy(List<Verified<SignedManifest>> newestFirst) {
        return newestFirst.isEmpty() ? Batch.NONE : newestFirst.get(0).offset();
    }

    private static String sentence(Unknown record) {
        return "this version does not know records with the key " + record.key() + "; upgrade this node";
    }

    /** Whether a policy is on its way. */
    synchronized boolean isBusy() {
        return compiling != null || !waiting.isEmpty();
    }

    /** The newest policy that was decided on, where it was refused. */
    synchronized Optional<Candidate> refused() {
        return Optional.ofNullable(refused);
    }

    /** What became of overlays that were read. To be told. */
    synchronized void overlays(OverlayStep.Outcome outcome) {
        overlayInForceAt = Math.max(overlayInForceAt, outcome.inForceAt());
        overlay = Trouble.of(outcome.refusal());
        refusedOverlay = overlay == null ? null : outcome.newest();
    }

    /** Whether an overlay is in force that is not confirmed yet. */
    synchronized boolean isOverlayUnconfirmed() {
        return overlayAt < overlayInForceAt;
    }

    /** What is in flight was judged by the overlay in force, and so many tunnels were cut. To be told. */
    synchronized void overlayJudged(long cut) {
        overlayAt = overlayInForceAt;
        overlayCut = cut;
    }

    /** The newest overlay, where it was refused. */
    synchronized Optional<Candidate> refusedOverlay() {
        return Optional.ofNullable(refusedOverlay);
    }

    /** What was refused before is looked at again. */
    synchronized void again(Verified<SignedManifest> candidate) {
        waiting.add(candidate);
        notifyAll();
    }

    /** Everything that waits, as soon as something does; empty when nothing came in this time. For one thread only. */
    synchronized Optional<Job> take(Duration atMost) throws InterruptedException {
        if (waiting.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, atMost.toNanos());
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        var job = new Job(waiting.newestFirst());
        waiting.clear();
        progress.taken();
        compiling = job;
        return Optional.of(job);
    }

    /** The compile thread has put the right one in force. It counts for nothing where the topic was replaced meanwhile. */
    synchronized void decided(Job job, Optional<Choice.Refused> refusal) {
        if (!job.equals(compiling)) {
            tell();
            return;
        }
        var newest = job.newestFirst().get(0);
        compiling = null;
        refused = refusal.isPresent() ? newest.candidate() : null;
        policy = Trouble.of(refusal);
        if (unknown != null && unknown.offset() < newest.offset()) {
            unknown = null;
        }
        progress.decided();
        tell();
    }

    /** Whether something newer waits than the compile thread has taken. */
    synchronized boolean hasNewer() {
        return !waiting.isEmpty();
    }

    /**
     * Says more of the policy that was refused, as long as nothing newer was decided on.
     *
     * @param offset its own; {@link Batch#NONE} where the topic holds none
     */
    synchronized void add(long offset, String sentence) {
        var now = policy;
        if (now == null && offset == Batch.NONE) {
            policy = new Trouble(offset, sentence);
        } else if (now != null && now.offset() == offset) {
            policy = new Trouble(offset, now.what() + "; " + sentence);
        }
        tell();
    }

    /** Has whoever listens look again. */
    synchronized void tell() {
        state = current();
        tellHealth();
        onChange.run();
    }

    private PolicyFeed.State current() {
        var worst = Stream.of(Optional.ofNullable(policy), Optional.ofNullable(unknown))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Trouble::offset))
                .orElse(null);
        var acted = progress.acted();
        return new PolicyFeed.State(
                acted.isEmpty() ? null : at(acted.getAsLong()),
                what(worst),
                offset(worst),
                overlayAt == Batch.NONE ? null : at(overlayAt),
                overlayAt == Batch.NONE ? null : overlayCut,
                what(overlay),
                offset(overlay));
    }

    private NodeStatus.@Nullable Applied at(long offset) {
        var id = topicId;
        return id == null ? null : new NodeStatus.Applied(id, offset);
    }

    private static @Nullable String what(@Nullable Trouble trouble) {
        return trouble == null ? null : trouble.what();
    }

    private static @Nullable Long offset(@Nullable Trouble trouble) {
        return trouble == null || trouble.offset() == Batch.NONE ? null : trouble.offset();
    }

    private void tellHealth() {
        var error = state.error();
        if (active.revision() == 0) {
            health.red("this node never saw a policy that it believes and refuses everything"
                    + (error == null ? "" : "; " + error));
        } else if (error != null) {
            health.degraded(active.stays(error));
        } else {
            health.fine();
        }
        if (overlay == null) {
            overlayHealth.fine();
        } else {
            overlayHealth.degraded(overlay.what() + "; what was laid over the policy before stays");
        }
    }
}
