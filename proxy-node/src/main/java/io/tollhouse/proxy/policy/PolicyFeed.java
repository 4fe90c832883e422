package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the policy topic, from its start to its end and then as it grows, and looks at the signatures of what stands there. It
 * puts overlays in force itself, and hands policies to a thread that compiles. While Kafka is away, what is in force stays.
 */
public final class PolicyFeed {
    /** How often it proves that it is at the end. */
    private static final Duration PROOF = Duration.ofSeconds(1);

    private static final long ID_CHECK_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long HISTORY_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Right READ = Right.on(Topic.POLICY, Operation.READ);

    private final ActiveRevision active;
    private final OverlayStep overlays;
    private final Standing standing;
    private final PolicyCompiler compiler;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;
    private final LongSupplier nanoTime;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private volatile long provedAt;
    private long historyAt;
    private volatile boolean answered;
    private volatile boolean policyAgain;
    private volatile boolean overlayAgain;

    /**
     * How far it is.
     *
     * @param applied up to where the topic was acted on; null before all that it held at first was
     * @param error why the newest record is not in force; null when it is
     * @param errorOffset of the record that the error is about; null when it is about none
     * @param overlayApplied where the overlay in force stands on the topic; null where it does not
     * @param overlayCut how many tunnels it cut then; null where it does not
     * @param overlayError why the newest overlay is not in force; null when it is
     * @param overlayErrorOffset of the record that this error is about; null when there is none
     */
    public record State(
            NodeStatus.@Nullable Applied applied,
            @Nullable String error,
            @Nullable Long errorOffset,
            NodeStatus.@Nullable Applied overlayApplied,
            @Nullable Long overlayCut,
            @Nullable String overlayError,
            @Nullable Long overlayErrorOffset) {
        static final State NOTHING = new State(null, null, null, null, null, null, null);
    }

    /** Follows nothing before {@link #run}, and puts nothing in force before {@link #compile}. */
    public PolicyFeed(
            ActiveRevision active,
            ActiveOverlay overlay,
            Enforced enforced,
            KafkaAccess access,
            KafkaDesk desk,
            Health health,
            LongSupplier nanoTime) {
        this.active = active;
        this.overlays = new OverlayStep(
                overlay,
                enforced,
                new HistoryFallback(
                        "what is laid over the policy",
                        () -> batch().ofOverlays(),
                        access,
                        desk,
                        health.part("overlay-history")),
                health);
        this.standing = new Standing(active, health);
        this.compiler = new PolicyCompiler(active, overlay, enforced, standing, access, desk, health);
        this.access = access;
        this.desk = desk;
        this.health = health.part("feed");
        this.nanoTime = nanoTime;
        this.provedAt = nanoTime.getAsLong();
    }

    /** Has this called after each change of {@link #state}, before anything slow. It must be quick. */
    public void onChange(Runnable listener) {
        standing.onChange(listener);
    }

    /**
     * Other keys are trusted now. Within about a second a newest policy or overlay that was refused is judged again, and as long as
     * nothing is in force the last good one is too. Returns at once.
     */
    public void keysChanged() {
        policyAgain = true;
        overlayAgain = true;
        compiler.keysChanged();
        standing.tell();
    }

    public State state() {
        return standing.state();
    }

    /** Time since it last proved that it has read everything; since it was made, where it never did. */
    public Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - provedAt);
    }

    /** Whether Kafka has answered once. */
    public boolean isAnswered() {
        return answered;
    }

    /** What the thread does that puts policies in force. */
    public void compile() throws InterruptedException {
        compiler.run();
    }

    /** What the thread does that follows the topic. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                follow(desk.describe(Topic.POLICY));
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                health.degraded(active.stays(e.reason()));
            } catch (Replaced e) {
                standing.forget();
                health.degraded(active.stays(String.valueOf(e.getMessage())));
            } catch (KafkaException e) {
                health.degraded(active.stays("reading the policy topic: " + KafkaTrouble.sentence(READ, e)));
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private void follow(KafkaDesk.Described topic) throws Replaced, KafkaTrouble, InterruptedException {
        answered = true;
        try (var reader = PolicyReader.open(access, Topic.POLICY, this::batch)) {
            sortFirst(topic.id(), reader.readToEnd(() -> false));
            overlays.keep();
            proved();
            long checkedAt = nanoTime.getAsLong();
            while (true) {
                sort(reader.next(PROOF));
                judgeRefusedAgain();
                lookAtHistoryAgain();
                if (confirmOverlay()) {
                    standing.tell();
                }
                overlays.keep();
                prove(reader);
                if (nanoTime.getAsLong() - checkedAt > ID_CHECK_NANOS) {
                    checkedAt = nanoTime.getAsLong();
                    checkId(topic);
                }
            }
        }
    }

    private Batch batch() {
        return new Batch(active.kind(), overlays.kind());
    }

    private void checkId(KafkaDesk.Described topic) throws Replaced, KafkaTrouble, InterruptedException {
        if (!desk.describe(Topic.POLICY).id().equals(topic.id())) {
            throw new Replaced();
        }
    }

    private void prove(PolicyReader reader) throws Replaced {
        try {
            if (reader.isAtEnd()) {
                proved();
            }
        } catch (TimeoutException e) { // the reader finds its way back by itself
            health.degraded(active.stays("Kafka does not answer at " + access.servers()));
        }
    }

    private void proved() {
        provedAt = nanoTime.getAsLong();
        backoff.reset();
        health.fine();
    }

    private void sortFirst(String topicId, Batch batch) throws InterruptedException {
        standing.begin(topicId);
        overlays.begin();
        take(batch.overlays());
        if (batch.lastOffset() != Batch.NONE) {
            standing.read(batch);
        }
        if (!batch.hasPolicies() && batch.unknown() == null) {
            standing.empty(batch.lastOffset());
        }
        if (!batch.hasPolicies() && active.revision() == 0) {
            compiler.topicIsEmpty();
        }
    }

    /** First what stops things, and what it says of itself; then what takes its time. */
    private void sort(Batch batch) throws InterruptedException {
        if (batch.lastOffset() == Batch.NONE) {
            return;
        }
        if (batch.hasOverlays()) {
            take(batch.overlays());
        }
        standing.read(batch);
    }

    private void take(List<Verified<SignedOverlay>> newestFirst) throws InterruptedException {
        historyAt = nanoTime.getAsLong();
        overlays.take(newestFirst).ifPresent(standing::overlays);
        confirmOverlay();
    }

    /** An overlay that is in force is confirmed as soon as what is in flight was judged by it. To be told where it is true. */
    private boolean confirmOverlay() {
        if (!standing.isOverlayUnconfirmed()) {
            return false;
        }
        var cut = overlays.cut();
        cut.ifPresent(standing::overlayJudged);
        return cut.isPresent();
    }

    private void takeRefusedOverlay() throws InterruptedException {
        take(standing.refusedOverlay().stream()
                .map(candidate -> Verified.of(candidate, overlays.kind()))
                .toList());
        standing.tell();
    }

    /** What Kafka did not give is asked for again, but not so often that it holds up what comes. */
    private void lookAtHistoryAgain() throws InterruptedException {
        if (overlays.isHistoryDue() && nanoTime.getAsLong() - historyAt > HISTORY_AGAIN_NANOS) {
            takeRefusedOverlay();
        }
    }

    private void judgeRefusedAgain() throws InterruptedException {
        if (overlayAgain) {
            overlayAgain = false;
            takeRefusedOverlay();
        }
        // A policy that is on its way was looked at by older keys, and may be refused for them yet.
        if (policyAgain && !standing.isBusy()) {
            policyAgain = false;
            standing.refused().ifPresent(candidate -> standing.again(Verified.of(candidate, active.kind())));
        }
    }
}
