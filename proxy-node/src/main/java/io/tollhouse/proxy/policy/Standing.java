package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.process.health.Health;
import io.tollhouse.proxy.policy.Batch.Candidate;
import io.tollhouse.proxy.policy.Batch.Unknown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
    private final Deque<Verified> waiting = new ArrayDeque<>();
    private Progress progress = new Progress();
    private @Nullable String topicId;
    private @Nullable Job compiling;
    private @Nullable Candidate refused;
    private @Nullable Trouble policy;
    private @Nullable Trouble unknown;
    private volatile PolicyFeed.State state = new PolicyFeed.State(null, null, null);
    private volatile Runnable onChange = () -> {};

    /** What the compile thread has before it; the newest decides. */
    record Job(List<Verified> newestFirst) {}

    /** @param offset {@link Batch#NONE} where it is about no record */
    private record Trouble(long offset, String what) {}

    Standing(ActiveRevision active, Health health) {
        this.active = active;
        this.health = health.part("policy");
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
        unknown = null;
        state = new PolicyFeed.State(null, null, null);
    }

    /** The whole topic holds no policy. */
    synchronized void empty(long lastOffset) {
        policy = active.revision() == 0 ? null : new Trouble(Batch.NONE, "the policy topic holds no policy");
        progress.read(lastOffset, Batch.NONE);
        tell();
    }

    /** Something was read. Its policies wait from now on; of all that wait the newest few are kept. */
    synchronized void read(Batch batch, List<Verified> newestFirst) {
        progress.read(batch.lastOffset(), batch.firstPolicy());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            enqueue(newestFirst.get(i));
        }
        var latest = batch.unknown();
        if (latest != null && latest.offset() > newestPolicy(newestFirst)) {
            unknown = new Trouble(latest.offset(), sentence(latest));
        }
        tell();
    }

    private static long newestPolicy(List<Verified> newestFirst) {
        return newestFirst.isEmpty() ? Batch.NONE : newestFirst.get(0).offset();
    }

    private static String sentence(Unknown record) {
        return "this version does not know records with the key " + record.key() + "; upgrade this node";
    }

    private void enqueue(Verified next) {
        waiting.addFirst(next);
        if (waiting.size() > Batch.KEPT) {
            waiting.removeLast();
        }
        notifyAll();
    }

    /** Whether a policy is on its way. */
    synchronized boolean isBusy() {
        return compiling != null || !waiting.isEmpty();
    }

    /** The newest policy that was decided on, where it was refused. */
    synchronized Optional<Candidate> refused() {
        return Optional.ofNullable(refused);
    }

    /** What was refused before is looked at again. */
    synchronized void again(Verified candidate) {
        enqueue(candidate);
    }

    /** Everything that waits, as soon as something does; empty when nothing came in this time. For one thread only. */
    synchronized Optional<Job> take(Duration atMost) throws InterruptedException {
        if (waiting.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, atMost.toNanos());
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        var job = new Job(new ArrayList<>(waiting));
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
        policy = refusal.map(no -> new Trouble(no.offset(), no.why())).orElse(null);
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

    /** Says more of the policy that was refused, as long as nothing newer was decided on. */
    synchronized void add(long offset, String sentence) {
        var now = policy;
        if (now != null && now.offset() == offset) {
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
        var id = topicId;
        var acted = progress.acted();
        var applied = id == null || acted.isEmpty() ? null : new NodeStatus.Applied(id, acted.getAsLong());
        var worst = Stream.of(Optional.ofNullable(policy), Optional.ofNullable(unknown))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Trouble::offset))
                .orElse(null);
        return worst == null
                ? new PolicyFeed.State(applied, null, null)
                : new PolicyFeed.State(applied, worst.what(), worst.offset() == Batch.NONE ? null : worst.offset());
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
    }
}
