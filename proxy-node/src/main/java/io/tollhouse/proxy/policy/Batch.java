package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of the policy topic that were read together, each verified as it was read, so that no number of others drops one that counts. */
final class Batch {
    /** Stands for no offset. */
    static final long NONE = -1;

    private final Kind<SignedManifest> policyKind;
    private final Kind<SignedOverlay> overlayKind;
    private final Newest<SignedManifest> policies;
    private final Newest<SignedOverlay> overlays;
    private long firstPolicy = NONE;
    private long lastOffset = NONE;
    private @Nullable Unknown unknown;

    private final boolean takesPolicies;
    private final boolean takesOverlays;

    Batch(Kind<SignedManifest> policyKind, Kind<SignedOverlay> overlayKind) {
        this(policyKind, overlayKind, true, true);
    }

    private Batch(
            Kind<SignedManifest> policyKind,
            Kind<SignedOverlay> overlayKind,
            boolean takesPolicies,
            boolean takesOverlays) {
        this.takesPolicies = takesPolicies;
        this.takesOverlays = takesOverlays;
        this.policyKind = policyKind;
        this.overlayKind = overlayKind;
        this.policies = new Newest<>(policyKind.revision());
        this.overlays = new Newest<>(overlayKind.revision());
    }

    /** This one, still empty, for policies alone. */
    Batch ofPolicies() {
        return new Batch(policyKind, overlayKind, true, false);
    }

    /** This one, still empty, for overlays alone. */
    Batch ofOverlays() {
        return new Batch(policyKind, overlayKind, false, true);
    }

    /** A record that may be what is in force. */
    record Candidate(long offset, byte[] record) {}

    /** A record of a kind that this version does not know. */
    record Unknown(long offset, String key) {}

    void policy(long offset, byte[] record) {
        lastOffset = offset;
        firstPolicy = firstPolicy == NONE ? offset : firstPolicy;
        if (takesPolicies) {
            policies.add(Verified.of(new Candidate(offset, record), policyKind));
        }
    }

    void overlay(long offset, byte[] record) {
        lastOffset = offset;
        if (takesOverlays) {
            overlays.add(Verified.of(new Candidate(offset, record), overlayKind));
        }
    }

    void unknown(long offset, String key) {
        lastOffset = offset;
        unknown = new Unknown(offset, key);
    }

    /** A record without a value, which changes nothing. */
    void nothing(long offset) {
        lastOffset = offset;
    }

    /** Newest first. */
    List<Verified<SignedManifest>> policies() {
        return policies.newestFirst();
    }

    /** Newest first. */
    List<Verified<SignedOverlay>> overlays() {
        return overlays.newestFirst();
    }

    /** The offset of the first policy, whether it was kept or not; {@link #NONE} where there was none. */
    long firstPolicy() {
        return firstPolicy;
    }

    boolean hasPolicies() {
        return !policies.isEmpty();
    }

    boolean hasOverlays() {
        return !overlays.isEmpty();
    }

    /** The newest of its kind; null for none. */
    @Nullable
    Unknown unknown() {
        return unknown;
    }

    /** {@link #NONE} when nothing was read. */
    long lastOffset() {
        return lastOffset;
    }
}
