package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.Backoff;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the policy topic, from its start to its end and then as it grows, and offers what stands there to the
 * {@link ActiveRevision}. While Kafka is away, what is in force stays.
 */
public final class PolicyFeed {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFeed.class);

    /** How often it proves that it is at the end. */
    private static final Duration PROOF = Duration.ofSeconds(1);

    private static final long ID_CHECK_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Right READ = Right.on(Topic.POLICY, Operation.READ);

    private final ActiveRevision active;
    private final Choice choice;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part feedHealth;
    private final Health.Part policyHealth;
    private final Health.Part diskHealth;
    private final LongSupplier nanoTime;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private volatile State state = new State(null, null, null);
    private volatile Runnable onChange = () -> {};
    private volatile long provedAt;
    private volatile boolean keysChanged;
    private Batch.@Nullable Candidate refused;
    private boolean isKept = true;

    /**
     * How far it is.
     *
     * @param applied up to where the topic was acted on; null before it was read to its end for the first time
     * @param error why the newest record is not in force; null when it is
     * @param errorOffset of the record that the error is about; null when it is about none
     */
    public record State(
            NodeStatus.@Nullable Applied applied,
            @Nullable String error,
            @Nullable Long errorOffset) {}

    /** Follows nothing before {@link #run}. */
    public PolicyFeed(ActiveRevision active, KafkaAccess access, KafkaDesk desk, Health health, LongSupplier nanoTime) {
        this.active = active;
        this.choice = new Choice(active);
        this.access = access;
        this.desk = desk;
        this.feedHealth = health.part("feed");
        this.policyHealth = health.part("policy");
        this.diskHealth = health.part("last-good");
        this.nanoTime = nanoTime;
        this.provedAt = nanoTime.getAsLong();
        tellHealth(state);
    }

    /** Has this called after each change of {@link #state}, before anything slow. It must be quick. */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Other keys are trusted now: within about a second a newest policy that was refused is judged again. Returns at once. */
    public void keysChanged() {
        keysChanged = true;
    }

    public State state() {
        return state;
    }

    /** Time since it last proved that it has read everything; since it was made, where it never did. */
    public Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - provedAt);
    }

    /** What a thread of its own does. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                follow(desk.describe(Topic.POLICY));
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaTrouble e) {
                feedHealth.degraded(stays(e.reason()));
            } catch (Replaced e) {
                feedHealth.degraded(stays(String.valueOf(e.getMessage())));
            } catch (KafkaException e) {
                feedHealth.degraded(stays("reading the policy topic: " + KafkaTrouble.sentence(READ, e)));
            }
            Thread.sleep(backoff.next().toMillis());
        }
    }

    private String stays(String sentence) {
        long revision = active.revision();
        return revision == 0 ? sentence : sentence + "; revision " + revision + " stays in force";
    }

    private void follow(KafkaDesk.Described topic) throws Replaced, KafkaTrouble, InterruptedException {
        try (var reader = PolicyReader.open(access)) {
            judgeFirst(topic.id(), reader.readToEnd());
            proved();
            long checkedAt = nanoTime.getAsLong();
            while (true) {
                judge(topic.id(), reader.next(PROOF));
                judgeRefusedAgain();
                prove(reader);
                if (!isKept) {
                    keep();
                }
                if (nanoTime.getAsLong() - checkedAt > ID_CHECK_NANOS) {
                    checkedAt = nanoTime.getAsLong();
                    checkId(topic);
                }
            }
        }
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
            feedHealth.degraded(stays("Kafka does not answer at " + access.servers()));
        }
    }

    private void proved() {
        provedAt = nanoTime.getAsLong();
        backoff.reset();
        feedHealth.fine();
    }

    /** What was said of another topic, or of this one before Kafka went away, counts no more. */
    private void judgeFirst(String topicId, Batch batch) {
        state = new State(null, null, null);
        refused = null;
        judge(topicId, batch);
        if (!batch.hasPolicies() && batch.unknown() == null) {
            var error = active.revision() == 0 ? null : "the policy topic holds no policy";
            become(new State(new NodeStatus.Applied(topicId, batch.lastOffset()), error, null));
        }
    }

    private void judge(String topicId, Batch batch) {
        if (batch.lastOffset() < 0) {
            return;
        }
        long before = active.revision();
        var applied = new NodeStatus.Applied(topicId, batch.lastOffset());
        become(batch.hasPolicies() ? chosen(applied, batch) : new State(applied, state.error(), state.errorOffset()));
        var unknown = batch.unknown();
        if (unknown != null && unknown.offset() == batch.lastOffset()) {
            become(new State(
                    applied,
                    "this version does not know records with the key " + unknown.key() + "; upgrade this node",
                    unknown.offset()));
        }
        keepIfOtherThan(before);
    }

    private void keepIfOtherThan(long before) {
        if (active.revision() != before) {
            LOG.info("revision {} is in force", active.revision());
            keep();
        }
    }

    private State chosen(NodeStatus.Applied applied, Batch batch) {
        var refusal = choice.choose(batch).orElse(null);
        refused = refusal == null ? null : batch.newestPolicy();
        return refusal == null ? new State(applied, null, null) : new State(applied, refusal.why(), refusal.offset());
    }

    /** What was said of a later record stays said. What is in force is not judged again: it was believed in its time. */
    private void judgeRefusedAgain() {
        var again = refused;
        var now = state;
        if (!keysChanged) {
            return;
        }
        keysChanged = false;
        if (again != null && now.applied() != null) {
            long before = active.revision();
            var batch = new Batch();
            batch.policy(again.offset(), again.record());
            var judged = chosen(now.applied(), batch);
            become(Objects.equals(now.errorOffset(), again.offset()) ? judged : now);
            keepIfOtherThan(before);
        } else {
            onChange.run();
        }
    }

    private void become(State next) {
        state = next;
        tellHealth(next);
        onChange.run();
    }

    private void tellHealth(State now) {
        if (active.revision() == 0) {
            policyHealth.red("this node never saw a policy that it believes and refuses everything"
                    + (now.error() == null ? "" : "; " + now.error()));
        } else if (now.error() != null) {
            policyHealth.degraded(stays(now.error()));
        } else {
            policyHealth.fine();
        }
    }

    /** What is not on disk would not be there when this node starts without Kafka: so it is tried again until it is. */
    private void keep() {
        try {
            active.keep();
            isKept = true;
            diskHealth.fine();
        } catch (IOException e) {
            isKept = false;
            diskHealth.degraded("revision " + active.revision() + " is in force and cannot be kept on disk (" + e
                    + "); a start without Kafka would not find it. Look at the folder of ledger.dir");
        }
    }
}
