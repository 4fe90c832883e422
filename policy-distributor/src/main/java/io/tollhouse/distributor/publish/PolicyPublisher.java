package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Revision;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes one revision after the other. Any number of distributors may do so: each takes the fence from the one before, reads
 * what is committed, and only then writes.
 */
public final class PolicyPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyPublisher.class);

    /** One publish gives up after so long, its turn not counted. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration READ = Duration.ofSeconds(5);
    private static final int MAX_WAITING = 4;

    private final Signer signer;
    private final PolicyLog log;
    private final Reading reading;
    private final LongSupplier reported;
    private final Fence.Source fences;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * Publishes nothing by itself.
     *
     * @param reading keeps the log up to date
     * @param reported the highest revision that a live node says it enforces
     */
    public PolicyPublisher(Signer signer, PolicyLog log, Reading reading, LongSupplier reported, KafkaAccess access) {
        this(signer, log, reading, reported, () -> KafkaFence.hold(access));
    }

    PolicyPublisher(Signer signer, PolicyLog log, Reading reading, LongSupplier reported, Fence.Source fences) {
        this.signer = signer;
        this.log = log;
        this.reading = reading;
        this.reported = reported;
        this.fences = fences;
    }

    /**
     * Publishes a draft. Blocks until Kafka has committed it, or a limit of time.
     *
     * @throws InvalidDocument with every problem of the document
     * @throws BaseMoved where another revision is in force than the draft's author saw
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published publish(Draft draft) throws InvalidDocument, BaseMoved, KafkaTrouble, InterruptedException {
        var policy = PolicyCheck.check(draft.text(), draft.label());
        if (turn.getQueueLength() >= MAX_WAITING || !turn.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new KafkaTrouble("too many policies are being published at once; try again in a moment");
        }
        try {
            return new Attempts(draft, policy).untilOneSucceeds();
        } finally {
            turn.unlock();
        }
    }

    /** The attempts at one publish: what was tried and is of unknown outcome is looked for before anything else is written. */
    private final class Attempts {
        private final Draft draft;
        private final Policy policy;
        private final long deadline = System.nanoTime() + LIMIT.toNanos();
        private @Nullable SignedManifest unsure;
        private String trouble = "another distributor publishes all the time";

        Attempts(Draft draft, Policy policy) {
            this.draft = draft;
            this.policy = policy;
        }

        Published untilOneSucceeds() throws InvalidDocument, BaseMoved, KafkaTrouble, InterruptedException {
            while (System.nanoTime() - deadline < 0) {
                try {
                    return once();
                } catch (Fence.Lost e) {
                    LOG.info("another distributor took the fence; beginning again");
                } catch (Fence.Unknown e) {
                    trouble = String.valueOf(e.getMessage());
                    LOG.warn("publishing: {}; looking whether it was written", trouble);
                } catch (KafkaTrouble e) {
                    throw unsure == null ? e : notKnown(e.reason());
                }
            }
            throw unsure == null ? new KafkaTrouble("publishing: " + trouble + "; try again") : notKnown(trouble);
        }

        private KafkaTrouble notKnown(String why) {
            return new KafkaTrouble(
                    "publishing: " + why + "; whether it was written is not known: read the policy in force when Kafka"
                            + " answers, and publish again where it is not yours");
        }

        private Published once()
                throws InvalidDocument, BaseMoved, KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            reading.requireFresh();
            try (var fence = fences.hold()) {
                reading.awaitEnd(READ);
                var written = alreadyWritten();
                return written.isPresent() ? written.get() : write(fence);
            }
        }

        private Optional<Published> alreadyWritten() {
            var sought = unsure;
            return sought == null
                    ? Optional.empty()
                    : log.find(sought.manifest().revision())
                            .filter(found -> found.hash().equals(sought.hash()))
                            .flatMap(found -> log.inForce().map(now -> published(found, now.offset(), now.at())));
        }

        private Published write(Fence fence)
                throws InvalidDocument, BaseMoved, KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            long current = log.revisionInForce();
            long base = draft.base().orElse(current);
            if (base != current) {
                throw new BaseMoved(base, current);
            }
            long revision = 1 + Math.max(log.highest(), reported.getAsLong());
            var previous = log.last().map(Revision::hash).orElse(null);
            var signed = signer.sign(draft, revision, base, previous);
            unsure = signed;
            var appended = append(fence, signed);
            LOG.info("revision {} by {} is on {}", revision, draft.author(), Topic.POLICY.name());
            letItBeSeen(revision);
            return published(Revision.of(signed), appended.offset(), appended.at());
        }

        private Fence.Appended append(Fence fence, SignedManifest signed)
                throws KafkaTrouble, InterruptedException, Fence.Lost, Fence.Unknown {
            try {
                return fence.write(signed);
            } catch (Fence.Forbidden e) {
                unsure = null;
                throw new KafkaTrouble("publishing: " + e.getMessage() + "; nothing was published");
            }
        }

        /** Whoever asks next should be told of it; where that takes too long, it is published all the same. */
        private void letItBeSeen(long revision) throws InterruptedException {
            if (!log.await(revision, READ)) {
                LOG.warn("revision {} is published, and cannot be read after {} s", revision, READ.toSeconds());
            }
        }

        private Published published(Revision revision, long offset, Instant at) {
            return new Published(revision, policy.warnings(), log.topicId(), offset, at);
        }
    }
}
