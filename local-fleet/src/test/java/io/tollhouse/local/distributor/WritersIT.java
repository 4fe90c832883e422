package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.FleetLog;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that die or are stopped in the middle of a publish: there is one line of revisions, and nodes believe no other. */
class WritersIT {
    private static final List<String> NODES = List.of("node-1", "node-2");
    private static final int STOPS = 6;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor one;
    private static TestDistributor two;
    private static final List<TestNode> nodes = new ArrayList<>();
    private static FleetLog fleet;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        one = TestDistributor.ready(broker.address(), folder, "one");
        two = TestDistributor.start(broker.address(), folder, "two", Map.of());
        for (var name : NODES) {
            nodes.add(TestNode.start(
                    broker.address(), folder, name, TestDistributor.FLEET, TestDistributor.trusted(folder), Map.of()));
        }
        two.process().awaitReady();
        fleet = new FleetLog(broker.address());
        assertThat(one.publish("", allowing("first.test")).status()).isEqualTo(201);
        nodes.forEach(TestNode::awaitReady);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        nodes.forEach(TestNode::close);
        one.close();
        two.close();
        broker.close();
    }

    /** What nobody ever commits. */
    private static SignedManifest ghost() throws Exception {
        var key = one.signingKey();
        long now = inForce();
        var manifest = Manifest.of(
                TestDistributor.FLEET,
                now + 1,
                now,
                Instant.now(),
                "ghost",
                key.keyId(),
                "",
                null,
                allowing("\"**\""),
                List.of());
        return SignedManifest.sign(manifest, key);
    }

    private static long inForce() throws Exception {
        return one.get("/v1/policy").body().path("revision").asLong();
    }

    /** Waits until every node has acted on what a publish wrote, and enforces it. */
    private static void awaitConfirmed(TestDistributor.Reply published, Duration limit) {
        assertThat(published.status()).as(published.body().toString()).isEqualTo(201);
        fleet.awaitConfirmed(
                NODES,
                published.body().path("topicId").asText(),
                published.body().path("offset").asLong(),
                limit);
    }

    /** The history rises by one, each names the one before, and neither the policy topic nor a node knows any other. */
    @AfterEach
    void thereIsOneLineOfRevisions() throws Exception {
        var history = manifests(Topic.HISTORY);
        for (int i = 1; i < history.size(); i++) {
            var manifest = history.get(i).manifest();
            var before = history.get(i - 1);
            assertThat(manifest.revision()).isEqualTo(before.manifest().revision() + 1);
            assertThat(manifest.base()).isEqualTo(before.manifest().revision());
            assertThat(manifest.previous()).isEqualTo(before.hash());
        }
        var line = history.stream().map(SignedManifest::hash).toList();
        assertThat(manifests(Topic.POLICY)).extracting(SignedManifest::hash).isEqualTo(line);
        assertThat(fleet.said())
                .extracting(NodeStatus::hash)
                .filteredOn(Objects::nonNull)
                .isSubsetOf(line);
        for (var node : NODES) {
            assertThat(fleet.said())
                    .filteredOn(status -> status.node().equals(node))
                    .extracting(NodeStatus::revision)
                    .isSorted();
        }
    }

    private static List<SignedManifest> manifests(Topic topic) throws Exception {
        var found = new ArrayList<SignedManifest>();
        for (var record : Records.committed(broker.address(), topic)) {
            found.add(SignedManifest.verify(record.value(), one.trustedKeys(), TestDistributor.FLEET));
        }
        return found;
    }

    /** Its own timeout is a minute here, so that what ends it is the fence of the next publish. */
    @Test
    void whatADeadWriterLeftOpenHidesNothingOnceSomebodyPublishes() throws Exception {
        try (var held = HeldPublish.begin(broker.address(), folder, ghost(), Duration.ofMinutes(1))) {
            long readable = Records.end(broker.address(), Topic.POLICY);
            held.signal("KILL");
            long behind = Records.writeEmpty(broker.address(), Topic.POLICY);
            assertThat(behind).isGreaterThan(readable);
            assertThat(Records.end(broker.address(), Topic.POLICY)).isEqualTo(readable);

            long began = System.nanoTime();
            var published = one.publish("", allowing("after-the-dead.test"));

            awaitConfirmed(published, Duration.ofSeconds(5));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(published.body().path("offset").asLong()).isGreaterThan(behind);
        }
    }

    @Test
    void aWriterThatWasStoppedBeforeItsCommitIsRefusedWhenItGoesOn() throws Exception {
        try (var held = HeldPublish.begin(broker.address(), folder, ghost(), Duration.ofMinutes(1))) {
            held.signal("STOP");
            held.letItCommit();

            awaitConfirmed(two.publish("", allowing("while-it-stands.test")), Duration.ofSeconds(5));
            held.signal("CONT");

            assertThat(held.outcome())
                    .isIn("refused: ProducerFencedException", "refused: InvalidProducerEpochException");
            awaitConfirmed(one.publish("", allowing("afterwards.test")), Duration.ofSeconds(5));
        }
    }

    /** Stops it with a signal at any moment of its publishes, and publishes with the other one while it stands. */
    @Test
    void aDistributorStoppedAtAnyMomentOfItsPublishesMakesNoSecondLine() throws Exception {
        long seed = Long.getLong("tollhouse.seed", System.nanoTime());
        var random = new Random(seed);
        var ending = new AtomicBoolean();
        var publishing = CompletableFuture.supplyAsync(() -> publishUntil(ending));
        var acknowledged = new ArrayList<String>();
        try {
            for (int i = 0; i < STOPS; i++) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(150_000)));
                Signals.send("STOP", one.process().pid());
                try {
                    var host = "two-" + i + ".test";
                    awaitConfirmed(two.publish("", allowing(host)), Duration.ofSeconds(10));
                    acknowledged.add(host);
                } finally {
                    Signals.send("CONT", one.process().pid());
                }
            }
        } finally {
            ending.set(true);
        }
        acknowledged.addAll(publishing.get(60, TimeUnit.SECONDS));

        var texts = manifests(Topic.HISTORY).stream()
                .map(signed -> signed.manifest().policy())
                .toList();
        assertThat(texts).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(texts)
                .as("seed %d", seed)
                .containsAll(
                        acknowledged.stream().map(TestDistributor::allowing).toList());
        awaitConfirmed(one.publish("", allowing("in-the-end.test")), Duration.ofSeconds(10));
    }

    /** The hosts of what was acknowledged; every publish has one of its own. */
    private static List<String> publishUntil(AtomicBoolean ending) {
        var acknowledged = new ArrayList<String>();
        for (int i = 0; !ending.get(); i++) {
            var host = "one-" + i + ".test";
            try {
                if (one.publish("", allowing(host)).status() == 201) {
                    acknowledged.add(host);
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return acknowledged;
    }
}
