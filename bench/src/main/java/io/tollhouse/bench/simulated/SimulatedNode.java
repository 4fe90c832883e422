package io.tollhouse.bench.simulated;

import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.NodeStatus.State;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.lists.ChunkReader;
import io.tollhouse.proxy.fleet.BrokerClock;
import io.tollhouse.proxy.fleet.FleetReporter;
import io.tollhouse.proxy.policy.ActiveOverlay;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Enforced;
import io.tollhouse.proxy.policy.LastGood;
import io.tollhouse.proxy.policy.ListStore;
import io.tollhouse.proxy.policy.PolicyFeed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node does for the fleet, without what it does for agents: it reads the policy topic, verifies, compiles, tests, keeps on
 * disk, and says so on the fleet topic, each by the node's own classes, connections and threads.
 */
public final class SimulatedNode {
    private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final String name;
    private final String boot;
    private final List<String> keys;
    private final ActiveRevision active;
    private final ActiveOverlay overlay;
    private final PolicyFeed feed;
    private final FleetReporter reporter;
    private final @Nullable Worker reporting;
    private volatile Swap swap = new Swap(0, Instant.EPOCH);

    /** When a revision came in force here. */
    public record Swap(long revision, Instant at) {}

    /** What all of them share: the processes of a fleet do not, but this only asks for topics when a node starts. */
    public record Shared(String fleetId, TrustedKeys trusted, KafkaDesk desk) {}

    /**
     * Starts one.
     *
     * @param access of this node alone
     * @param boot 12 hex digits
     * @param folder of this node alone
     * @param reports whether it says on the fleet topic what it has
     */
    public SimulatedNode(Shared shared, KafkaAccess access, String boot, Path folder, boolean reports) {
        this.name = access.name();
        this.boot = boot;
        this.keys = shared.trusted().keys().keySet().stream().sorted().toList();
        var health = new Health();
        var enforced = new Enforced(name);
        active = new ActiveRevision(
                shared.fleetId(),
                shared::trusted,
                parts -> Surroundings.none(),
                LastGood.policy(folder),
                new ListStore(folder, new ChunkReader(access, shared.desk(), CHUNK_PATIENCE)));
        overlay = new ActiveOverlay(shared.fleetId(), shared::trusted, enforced, LastGood.overlay(folder), health);
        active.onSwap(matcher -> {
            enforced.policy(matcher);
            swap = new Swap(matcher.revision(), Instant.now());
        });
        feed = new PolicyFeed(active, overlay, enforced, access, shared.desk(), health, System::nanoTime);
        reporter = new FleetReporter(
                this::status, access, shared.desk(), health, new BrokerClock(Clock.systemUTC(), health));
        feed.onChange(reporter::changed);
        Worker.start(name + "-compile", health, feed::compile);
        Worker.start(name + "-feed", health, feed::run);
        reporting = reports ? Worker.start(name + "-report", health, reporter::run) : null;
    }

    private NodeStatus status(long skew, boolean leaving) {
        var now = feed.state();
        var state = now.applied() == null ? State.STARTING : now.error() == null ? State.READY : State.DEGRADED;
        return new NodeStatus(
                NodeStatus.VERSION,
                name,
                boot,
                "simulated",
                "simulated",
                leaving ? State.LEFT : state,
                now.applied(),
                active.revision(),
                active.hash(),
                overlay.id(),
                List.of(),
                keys,
                skew,
                0,
                0,
                0,
                now.error(),
                now.errorOffset(),
                now.overlayApplied(),
                now.overlayCut(),
                now.overlayError(),
                now.overlayErrorOffset());
    }

    public boolean hasPolicy() {
        return active.revision() > 0;
    }

    /** What it swapped last. */
    public Swap swap() {
        return swap;
    }

    /** Says that it leaves, so that the fleet does not look for it; one that never said that it is there says nothing. */
    public void leave() throws InterruptedException {
        if (reporting != null) {
            reporter.leave(reporting, LEAVE);
        }
    }
}
