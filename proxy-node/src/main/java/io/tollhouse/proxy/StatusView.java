package io.tollhouse.proxy;

import io.tollhouse.contract.decision.Feature;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NodeStatus.State;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.keys.TrustedFolder;
import io.tollhouse.proxy.fleet.StatusSource;
import io.tollhouse.proxy.judge.Enforcement;
import io.tollhouse.proxy.ledger.Ledger;
import io.tollhouse.proxy.listen.Edge;
import io.tollhouse.proxy.policy.ActiveOverlay;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Lockdown;
import io.tollhouse.proxy.policy.PolicyFeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The node's status, put together from its parts. */
record StatusView(
        NodeIdentity identity,
        String address,
        TrustedFolder trusted,
        Health health,
        ActiveRevision active,
        ActiveOverlay overlay,
        PolicyFeed feed,
        Ledger ledger,
        Edge edge)
        implements StatusSource {

    /** What a policy may ask of this version. */
    private static final List<String> FEATURES =
            Enforcement.FEATURES.stream().map(Feature::label).toList();

    @Override
    public NodeStatus status(long skew, boolean leaving) {
        var now = feed.state();
        return new NodeStatus(
                NodeStatus.VERSION,
                identity.node(),
                identity.boot(),
                identity.version(),
                address,
                leaving ? State.LEFT : state(now),
                now.applied(),
                active.revision(),
                active.hash(),
                overlay.id(),
                FEATURES,
                trusted.ids(),
                skew,
                ledger.waitingBytes(),
                Math.toIntExact(edge.tunnels()),
                edge.tunnelsCut(),
                error(now),
                now.errorOffset(),
                now.overlayApplied(),
                now.overlayCut(),
                now.overlayError(),
                now.overlayErrorOffset());
    }

    private State state(PolicyFeed.State now) {
        if (now.applied() == null) {
            return State.STARTING;
        }
        if (active.revision() == 0) {
            return State.REFUSING;
        }
        return now.error() != null || !health.reasons().isEmpty() ? State.DEGRADED : State.READY;
    }

    /**
     * What the feed says of the policy comes first, since a publisher waits for that; then that the node refuses everything; then why
     * it is not ready.
     */
    private @Nullable String error(PolicyFeed.State now) {
        if (now.error() != null) {
            return now.error();
        }
        var reasons = health.reasons();
        return reasons.stream()
                .filter(reason -> reason.part().equals(Lockdown.PART))
                .findFirst()
                .or(() -> reasons.stream()
                        .filter(reason -> reason.level() == Health.Level.RED)
                        .findFirst())
                .or(() -> reasons.stream().findFirst())
                .map(Health.Reason::toString)
                .orElse(null);
    }
}
