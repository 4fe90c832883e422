package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.NotBelieved;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.TrustedKeys;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is laid over the policy. Only a later overlay that is believed replaces it; nothing that is missing lifts it. */
public final class ActiveOverlay {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveOverlay.class);

    private final Kind<SignedOverlay> kind;
    private final Enforced enforced;
    private final LastGood kept;
    private volatile @Nullable SignedOverlay inForce;

    /**
     * None at first.
     *
     * @param fleet whose overlays are believed
     * @param enforced where it is laid over the policy
     */
    public ActiveOverlay(String fleet, Supplier<TrustedKeys> trusted, Enforced enforced, LastGood kept) {
        this.kind = new Kind<>(
                "overlay",
                record -> SignedOverlay.verify(record, trusted.get(), fleet),
                signed -> signed.manifest().revision(),
                this::offer);
        this.enforced = enforced;
        this.kept = kept;
    }

    Kind<SignedOverlay> kind() {
        return kind;
    }

    /** The id of the one in force; null for none. */
    public @Nullable String id() {
        var current = inForce;
        return current == null ? null : current.overlay().id();
    }

    /** Takes what this node believed before it was started, as far as it still does, where nothing is in force. */
    public void restore() {
        try {
            var record = kept.read();
            if (inForce == null && record.isPresent()) {
                offer(kind.belief().believe(record.get()));
                LOG.info("overlay {} from {} is in force", id(), kept);
            }
        } catch (NotBelieved e) {
            LOG.warn("{} is not believed: {}", kept, e.getMessage());
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", kept, e.toString());
        }
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
