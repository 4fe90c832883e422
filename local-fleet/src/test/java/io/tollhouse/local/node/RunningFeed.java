package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.decision.Surroundings;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.lists.ChunkReader;
import io.tollhouse.proxy.policy.ActiveOverlay;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Enforced;
import io.tollhouse.proxy.policy.LastGood;
import io.tollhouse.proxy.policy.ListStore;
import io.tollhouse.proxy.policy.PolicyFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The feed of one node with what it needs. */
final class RunningFeed {
    final Health health = new Health();
    final Enforced enforced = new Enforced("node-1");
    final ListStore lists;
    final ActiveRevision active;
    final ActiveOverlay overlay;
    final PolicyFeed feed;
    private final KafkaDesk desk;
    private final Worker following;
    private final Worker compiling;

    /**
     * Starts it, as a node does.
     *
     * @param folder of the node alone
     * @param beforeCompiling done each time before a revision is compiled, on the thread that compiles it
     */
    RunningFeed(Path folder, Supplier<TrustedKeys> trusted, TestBroker broker, Runnable beforeCompiling) {
        var access = new KafkaAccess(List.of(broker.address()), Map.of(), "node-1");
        desk = new KafkaDesk(access);
        Function<List<String>, Surroundings> surroundings = parts -> {
            beforeCompiling.run();
            return Surroundings.none();
        };
        lists = new ListStore(folder, new ChunkReader(access, desk, Duration.ofSeconds(2)));
        active = new ActiveRevision(PolicyWriter.FLEET, trusted, surroundings, LastGood.policy(folder), lists);
        overlay = new ActiveOverlay(PolicyWriter.FLEET, trusted, enforced, LastGood.overlay(folder), health);
        active.onSwap(enforced::policy);
        overlay.restore();
        active.restore();
        feed = new PolicyFeed(active, overlay, enforced, access, desk, health, System::nanoTime);
        compiling = Worker.start("compile", health, feed::compile);
        following = Worker.start("feed", health, feed::run);
    }

    void stop() throws InterruptedException {
        following.stop(Duration.ofSeconds(10));
        compiling.stop(Duration.ofSeconds(10));
        desk.close();
    }

    NodeStatus.Applied applied() {
        return Objects.requireNonNullElse(feed.state().applied(), new NodeStatus.Applied("", -1));
    }

    void awaitApplied(long offset) {
        Awaitility.await("the feed acts on offset " + offset)
                .until(() -> applied().offset() >= offset);
    }

    void assertInForce(long revision) {
        assertThat(active.revision()).isEqualTo(revision);
    }

    void assertRefused(long offset, String why) {
        assertThat(feed.state().error()).contains(why);
        assertThat(feed.state().errorOffset()).isEqualTo(offset);
        assertThat(health.reasons()).anyMatch(reason -> reason.text().contains(why));
    }

    /** Waits until the overlay in force stands at this offset. */
    void awaitOverlayAt(long offset) {
        Awaitility.await("the overlay at offset " + offset + " is in force").until(() -> {
            var at = feed.state().overlayApplied();
            return at != null && at.offset() == offset;
        });
    }

    /** Waits until the overlay at this offset is refused, and says so. */
    void awaitOverlayRefused(long offset, String why) {
        Awaitility.await("the overlay at offset " + offset + " is refused")
                .until(() -> Objects.equals(feed.state().overlayErrorOffset(), offset));
        assertThat(feed.state().overlayError()).contains(why);
        assertThat(health.reasons())
                .anyMatch(reason ->
                        reason.part().equals("overlay") && reason.text().contains(why));
    }
}
