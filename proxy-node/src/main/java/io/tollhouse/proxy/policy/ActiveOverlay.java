package io.tollhouse.proxy.policy;

import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is laid over the policy. Only a later overlay that is believed replaces it; nothing that is missing lifts it. */
public final class ActiveOverlay {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveOverlay.class);
    private static final Restraint UNKNOWN = new Restraint(
            Verdict.UNAVAILABLE, BuiltIn.KILL, "this node does not know what was stopped; try again later", true);

    private final Kind<SignedOverlay> kind;
    private final Enforced enforced;
    private final LastGood kept;
    private final Health.Part health;
    private volatile @Nullable SignedOverlay inForce;

    /**
     * None at first.
     *
     * @param fleet whose overlays are believed
     * @param enforced where it is laid over the policy
     */
    public ActiveOverlay(String fleet, Supplier<TrustedKeys> trusted, Enforced enforced, LastGood kept, Health health) {
        this.kind = new Kind<>(
                "overlay",
                record -> SignedOverlay.verify(record, trusted.get(), fleet),
                signed -> signed.manifest().revision(),
                this::offer);
        this.enforced = enforced;
        this.kept = kept;
        this.health = health.part("overlay-on-disk");
    }

    Kind<SignedOverlay> kind() {
        return kind;
    }

    /** The id of the one in force; null for none. */
    public @Nullable String id() {
        var current = inForce;
        return current == null ? null : current.overlay().id();
    }

    /** The id of the key that signed it; null for none. */
    public @Nullable String signer() {
        var current = inForce;
        return current == null ? null : current.manifest().keyId();
    }

    /**
     * Takes what this node believed before it was started, where nothing is in force. Where there is something that it does not
     * believe, what was stopped is not known: then it refuses everything until an overlay is in force.
     */
    public void restore() {
        try {
            var record = kept.read();
            if (inForce == null && record.isPresent()) {
                offer(kind.belief().believe(record.get()));
                LOG.info("overlay {} from {} is in force", id(), kept);
            }
        } catch (NotBelieved e) {
            refuseEverything(kept + " is not believed: " + e.getMessage());
        } catch (IOException e) {
            refuseEverything(kept + " cannot be read: " + e);
        }
    }

    private void refuseEverything(String why) {
        enforced.restrain(UNKNOWN);
        health.red(why
                + "; what it stopped is not known, so this node refuses everything until the policy topic has an overlay that"
                + " it believes. Run tollhouse key resign, or order or lift a kill");
    }

    private synchronized void offer(SignedOverlay signed) throws NotBelieved {
        var current = inForce;
        if (current == null
                || Kind.rises(
                        signed.manifest().revision(),
                        signed.hash(),
                        current.manifest().revision(),
                        current.hash())) {
            inForce = signed;
            enforced.overlay(signed.overlay());
            enforced.release(BuiltIn.KILL);
            health.fine();
        }
    }

    boolean isInForce(SignedOverlay signed) {
        var current = inForce;
        return current != null && current.hash().equals(signed.hash());
    }

    /** Keeps what is in force on disk. */
    void keep() throws IOException {
        var current = inForce;
        if (current != null) {
            kept.write(current.bytes());
        }
    }
}
