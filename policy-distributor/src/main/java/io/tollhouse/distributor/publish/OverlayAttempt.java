package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.PolicyLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An overlay that is about to be written. */
record OverlayAttempt(PolicyLog log, SignedOverlay signed, List<Problem> warnings)
        implements Change.Attempt<PublishedOverlay> {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayAttempt.class);
    private static final Duration READ = Duration.ofSeconds(5);

    private long revision() {
        return signed.manifest().revision();
    }

    @Override
    public List<Fence.Entry> entries(List<Fence.Appended> first) {
        return List.of(
                new Fence.Entry(Topic.POLICY, Topic.OVERLAY_KEY, signed.bytes()),
                new Fence.Entry(Topic.HISTORY, Topic.OVERLAY_HISTORY + revision(), signed.bytes()));
    }

    @Override
    public Optional<PublishedOverlay> found() {
        return log.has(signed) ? log.placedOverlay().map(now -> published(now.offset(), now.at())) : Optional.empty();
    }

    /** Whoever asks next should be told of it; where that takes too long, it is published all the same. */
    @Override
    public PublishedOverlay written(List<Fence.Appended> appended) throws InterruptedException {
        LOG.info(
                "overlay {} by {} with {} kills is on {}",
                signed.overlay().id(),
                signed.manifest().author(),
                signed.overlay().kills().size(),
                Topic.POLICY.name());
        if (!log.awaitOverlay(revision(), READ)) {
            LOG.warn("overlay {} is published, and cannot be read after {} s", revision(), READ.toSeconds());
        }
        var inForce = appended.get(0);
        return published(inForce.offset(), inForce.at());
    }

    private PublishedOverlay published(long offset, Instant at) {
        return new PublishedOverlay(signed.overlay().id(), revision(), warnings, log.topicId(), offset, at);
    }
}
