package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Revision;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes one revision after the other. */
public final class PolicyPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyPublisher.class);
    private static final Duration READ = Duration.ofSeconds(5);

    private final Signer signer;
    private final PolicyLog log;
    private final LongSupplier reported;
    private final FencedWriter writer;

    /**
     * Publishes nothing by itself.
     *
     * @param reported the highest revision that a live node says it enforces
     */
    public PolicyPublisher(Signer signer, PolicyLog log, LongSupplier reported, FencedWriter writer) {
        this.signer = signer;
        this.log = log;
        this.reported = reported;
        this.writer = writer;
    }

    /**
     * Publishes a draft. Blocks until Kafka has committed it, or a limit of time.
     *
     * @throws InvalidDocument with every problem of the document
     * @throws NotPublished where another revision is in force than the draft's author saw, or nobody would believe it
     * @throws KafkaTrouble where Kafka does not take it; the sentence says what is known then
     */
    public Published publish(Draft draft) throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException {
        var policy = PolicyCheck.check(draft.text(), draft.label());
        return writer.write(() -> attempt(draft, policy));
    }

    private Attempt attempt(Draft draft, Policy policy) throws InvalidDocument, NotPublished {
        long current = log.revisionInForce();
        long base = draft.base().orElse(current);
        if (base != current) {
            throw new BaseMoved(base, current);
        }
        long revision = 1 + Math.max(log.highest(), reported.getAsLong());
        var previous = log.last().map(Revision::hash).orElse(null);
        return new Attempt(policy, signer.sign(draft, revision, base, previous));
    }

    private final class Attempt implements Change.Attempt<Published> {
        private final Policy policy;
        private final SignedManifest signed;

        Attempt(Policy policy, SignedManifest signed) {
            this.policy = policy;
            this.signed = signed;
        }

        private long revision() {
            return signed.manifest().revision();
        }

        @Override
        public List<Fence.Entry> entries() {
            return List.of(
                    new Fence.Entry(Topic.POLICY, Topic.POLICY_KEY, signed.bytes()),
                    new Fence.Entry(Topic.HISTORY, String.valueOf(revision()), signed.bytes()));
        }

        @Override
        public Optional<Published> found() {
            return log.find(revision())
                    .filter(found -> found.hash().equals(signed.hash()))
                    .flatMap(found -> log.inForce().map(now -> published(found, now.offset(), now.at())));
        }

        @Override
        public Published written(List<Fence.Appended> appended) throws InterruptedException {
            LOG.info("revision {} by {} is on {}", revision(), signed.manifest().author(), Topic.POLICY.name());
            letItBeSeen();
            var inForce = appended.get(0);
            return published(Revision.of(signed), inForce.offset(), inForce.at());
        }

        /** Whoever asks next should be told of it; where that takes too long, it is published all the same. */
        private void letItBeSeen() throws InterruptedException {
            if (!log.await(revision(), READ)) {
                LOG.warn("revision {} is published, and cannot be read after {} s", revision(), READ.toSeconds());
            }
        }

        private Published published(Revision revision, long offset, Instant at) {
            return new Published(revision, policy.warnings(), log.topicId(), offset, at);
        }
    }
}
