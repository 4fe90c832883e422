package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A policy that is about to be written, with the chunks of its lists that are not there yet. */
final class PolicyAttempt implements Change.Attempt<Published> {
    /** So many records besides the chunks. */
    static final int RECORDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(PolicyAttempt.class);
    private static final Duration READ = Duration.ofSeconds(5);

    private final PolicyLog log;
    private final Shipment shipment;
    private final Function<Map<String, ListPart>, SignedManifest> signing;
    private final List<Problem> warnings;
    private @Nullable SignedManifest signed;

    /** @param signing makes the manifest, given what it says of its lists */
    PolicyAttempt(
            PolicyLog log,
            Shipment shipment,
            Function<Map<String, ListPart>, SignedManifest> signing,
            List<Problem> warnings) {
        this.log = log;
        this.shipment = shipment;
        this.signing = signing;
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public List<Fence.Entry> first() {
        return shipment.missing();
    }

    @Override
    public List<Fence.Entry> entries(List<Fence.Appended> first) {
        var manifest = signing.apply(shipment.parts(first));
        signed = manifest;
        return List.of(
                new Fence.Entry(Topic.POLICY, Topic.POLICY_KEY, manifest.bytes()),
                new Fence.Entry(
                        Topic.HISTORY, String.valueOf(manifest.manifest().revision()), manifest.bytes()));
    }

    @Override
    public Optional<Published> found() {
        return Optional.ofNullable(signed) // nothing was written where it broke off before
                .flatMap(manifest -> log.find(manifest.manifest().revision())
                        .filter(found -> found.hash().equals(manifest.hash())))
                .flatMap(found -> log.inForce().map(now -> published(found, now.offset(), now.at())));
    }

    /** Whoever asks next should be told of it; where that takes too long, it is published all the same. */
    @Override
    public Published written(List<Fence.Appended> appended) throws InterruptedException {
        var manifest = Objects.requireNonNull(signed);
        long revision = manifest.manifest().revision();
        LOG.info(
                "revision {} by {} is on {}, with {} new chunks of lists",
                revision,
                manifest.manifest().author(),
                Topic.POLICY.name(),
                shipment.missing().size());
        if (!log.await(revision, READ)) {
            LOG.warn("revision {} is published, and cannot be read after {} s", revision, READ.toSeconds());
        }
        var inForce = appended.get(0);
        return published(Revision.of(manifest), inForce.offset(), inForce.at());
    }

    private Published published(Revision revision, long offset, Instant at) {
        return new Published(revision, warnings, log.topicId(), offset, at);
    }
}
