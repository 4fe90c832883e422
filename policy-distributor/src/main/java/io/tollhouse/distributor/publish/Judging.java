package io.tollhouse.distributor.publish;

import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.overlay.Overlay;
import io.tollhouse.contract.policy.PolicyCodec;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.distributor.policy.InForce;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges by what is in force, as a node without surroundings would. Compiles a revision when it is first asked for. */
public final class Judging {
    /** Named by no kill: kills of single nodes are not seen here. */
    private static final String NO_NODE = "";

    private final PolicyLog log;
    private final MaximumReader bound;
    private @Nullable Matcher compiled;

    /** Compiles nothing yet. */
    public Judging(PolicyLog log, MaximumReader bound) {
        this.log = log;
        this.bound = bound;
    }

    /**
     * The policy in force within its maximum, with what is laid over it; empty where there is none.
     *
     * @throws InvalidDocument where this version cannot read it
     * @throws KafkaTrouble where its list files are not to be had now
     */
    public synchronized Optional<Matcher> matcher() throws InvalidDocument, KafkaTrouble, InterruptedException {
        var inForce = log.inForce();
        if (inForce.isEmpty()) {
            return Optional.empty();
        }
        var base = compiled;
        if (base == null || !base.hash().equals(inForce.get().revision().hash())) {
            base = compile(inForce.get());
            compiled = base;
        }
        var overlay = log.overlay().map(SignedOverlay::overlay).orElse(Overlay.nothing());
        return Optional.of(base.under(overlay, NO_NODE));
    }

    private Matcher compile(InForce inForce) throws InvalidDocument, KafkaTrouble, InterruptedException {
        return Matcher.compile(
                PolicyCodec.parse(
                        PolicyCheck.bytes(inForce.text()),
                        "policy",
                        bound.lists().files(inForce.lists())),
                bound.read(Optional.ofNullable(inForce.maximum())),
                inForce.revision().revision(),
                inForce.revision().hash(),
                Surroundings.none(),
                compiled);
    }
}
