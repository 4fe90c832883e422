package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A policy that is about to be written. */
record PolicyAttempt(PolicyLog log, SignedManifest signed, List<Problem> warnings)
        implements Change.Attempt<Published> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyAttempt.class);
    private static final Duration READ = Duration.ofSeconds(5);

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

    /** Whoever asks next should be told of it; where that takes too long, it is published all the same. */
    @Override
    public Published written(List<Fence.Appended> appended) throws InterruptedException {
        LOG.info("revision {} by {} is on {}", revision(), signed.manifest().author(), Topic.POLICY.name());
        if (!log.await(revision(), READ)) {
            LOG.warn("revision {} is published, and cannot be read after {} s", revision(), READ.toSeconds());
        }
        var inForce = appended.get(0);
        return published(Revision.of(signed), inForce.offset(), inForce.at());
    }

    private Published published(Revision revision, long offset, Instant at) {
        return new Published(revision, warnings, log.topicId(), offset, at);
    }
}
