package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.MaximumPart;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.InForce;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.Revision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the next policy and the next overlay from what is in force; right only for whoever holds the fence and has read all. */
public record NextRevision(Signer signer, PolicyLog log, Reported reported) {
    private static final Logger LOG = LoggerFactory.getLogger(NextRevision.class);

    /** So far above what the topics have a node's report is believed: a false one must not use up the numbers. */
    static final long BELIEVED = 1_000_000;

    /**
     * The next policy, under the maximum in force.
     *
     * @param lists its list files
     * @param base the revision that it lies upon; 0 for none
     * @throws InvalidDocument where it is too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    PolicyAttempt policy(Draft draft, Shipment lists, long base, List<Problem> warnings)
            throws InvalidDocument, KeyNotTrusted {
        var maximum = log.maximum();
        return attempt(lists, base, warnings, (parts, above) -> signer.of(draft, parts, maximum, above));
    }

    /**
     * The policy in force once more, under another maximum or under none.
     *
     * @param draft whose list files count for nothing
     * @param maximum without its list files; empty for none
     * @param lists the list files of the maximum
     * @throws InvalidDocument where it is too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    PolicyAttempt under(
            Optional<MaximumPart> maximum, Shipment lists, Draft draft, InForce inForce, List<Problem> warnings)
            throws InvalidDocument, KeyNotTrusted {
        return attempt(
                lists,
                inForce.revision().revision(),
                warnings,
                (parts, above) -> signer.of(draft, inForce.lists(), maximum.map(part -> part.with(parts)), above));
    }

    /** Makes a draft's manifest, given where its lists are. */
    private interface Making {
        Signer.Unsigned of(Map<String, ListPart> parts, Signer.Above above);
    }

    private PolicyAttempt attempt(Shipment lists, long base, List<Problem> warnings, Making making)
            throws InvalidDocument, KeyNotTrusted {
        long highest = log.highest();
        long revision = 1 + Math.max(highest, reported.revision().applyAsLong(highest + BELIEVED));
        var previous = log.last().map(Revision::hash).orElse(null);
        var above = new Signer.Above(revision, base, previous);
        signer.check(making.of(lists.longestParts(), above));
        return new PolicyAttempt(log, lists, parts -> signer.sign(making.of(parts, above)), warnings);
    }

    /**
     * The policy in force, to be published once more with something else about it.
     *
     * @param what happens no more, for the message
     * @throws NothingInForce where there is none
     * @throws NotTheNewest where the history has a higher one
     */
    InForce again(String what) throws NothingInForce, NotTheNewest {
        var inForce = log.inForce().orElseThrow(() -> new NothingInForce(what));
        if (inForce.revision().revision() < log.highest()) {
            throw new NotTheNewest(what, inForce.revision().revision(), log.highest());
        }
        return inForce;
    }

    /** The number of the next overlay. */
    long overlayRevision() {
        return 1
                + Math.max(
                        overlayInForce(),
                        SignedOverlay.revisionOf(reportedOverlay().orElse(null)));
    }

    private Optional<String> reportedOverlay() {
        return reported.overlay().apply(overlayInForce() + BELIEVED);
    }

    /**
     * Holds that all kills are known here which the next overlay must have.
     *
     * @param force although they are not
     * @return what its author should know of those that it lifts
     * @throws OverlayNotKnown where nodes enforce an overlay that is not known here
     */
    List<Problem> requireKnownOverlay(boolean force) throws OverlayNotKnown {
        var unknown = reportedOverlay().filter(id -> SignedOverlay.revisionOf(id) > overlayInForce());
        if (unknown.isEmpty()) {
            return List.of();
        }
        if (!force) {
            throw new OverlayNotKnown(unknown.get());
        }
        LOG.warn("nodes enforce overlay {}, which is not known here: the next one is forced", unknown.get());
        var sentence = "nodes enforced " + unknown.get()
                + ", which is not known here: its kills are lifted; order again what shall stay killed";
        return List.of(new Problem("overlay", 0, 0, "", sentence));
    }

    private long overlayInForce() {
        return log.overlay().map(overlay -> overlay.manifest().revision()).orElse(0L);
    }

    /**
     * The next overlay, whole.
     *
     * @throws TooManyKills where they are too large for a record
     * @throws KeyNotTrusted where nobody would believe it
     */
    OverlayAttempt overlay(List<Kill> kills, String author, String why, List<Problem> warnings)
            throws TooManyKills, KeyNotTrusted {
        var previous = log.lastOverlay().map(SignedOverlay::hash).orElse(null);
        var signed = signer.sign(kills, author, why, overlayRevision(), overlayInForce(), previous);
        return new OverlayAttempt(log, signed, warnings);
    }
}
