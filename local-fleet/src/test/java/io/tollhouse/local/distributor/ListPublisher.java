package io.tollhouse.local.distributor;

import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.distributor.follow.TopicFollower;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.distributor.publish.Draft;
import io.tollhouse.distributor.publish.FencedWriter;
import io.tollhouse.distributor.publish.KillOrder;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.MaximumReader;
import io.tollhouse.distributor.publish.NextRevision;
import io.tollhouse.distributor.publish.PolicyPublisher;
import io.tollhouse.distributor.publish.Published;
import io.tollhouse.distributor.publish.Reported;
import io.tollhouse.distributor.publish.Signer;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.lists.ChunkReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The part of a distributor that publishes, in the test's own process, so that it takes list files as they are. */
final class ListPublisher implements AutoCloseable {
    private final KafkaDesk desk;
    private final Worker following;
    private final PolicyPublisher publisher;
    private final KillPublisher kills;
    final PolicyLog log;

    /** With the key of the distributors that share this folder, or a new one. */
    ListPublisher(HostPort broker, Path folder) throws IOException {
        var file = folder.resolve("signing.pem");
        var key = Files.exists(file)
                ? SigningKey.load(file, TrustedKeys.load(trusted(folder)))
                : SigningKey.generate(file, trusted(folder));
        var keys = TrustedKeys.load(trusted(folder));
        var access = new KafkaAccess(List.of(broker), Map.of(), "publisher");
        desk = new KafkaDesk(access);
        var health = new Health();
        log = new PolicyLog(() -> keys, TestDistributor.FLEET, health);
        var topics = List.of(Topic.POLICY, Topic.HISTORY);
        var follower = new TopicFollower("policy", topics, log, access, desk, health, System::nanoTime);
        following = Worker.start("follower", health, follower::run);
        var signer = new Signer(TestDistributor.FLEET, key, () -> keys, List.of(), Clock.systemUTC());
        var chunks = new ChunkReader(access, desk, Duration.ofSeconds(2));
        var next = new NextRevision(signer, log, new Reported(most -> 0, most -> Optional.empty()));
        var writer = new FencedWriter(follower, access);
        publisher = new PolicyPublisher(
                next,
                writer,
                new ChunkCheck(log, chunks, ChunkCheck.Question.of(desk)),
                new MaximumReader(new PublishedLists(chunks)));
        kills = new KillPublisher(next, writer, Clock.systemUTC(), () -> Instant.MIN);
    }

    private static Path trusted(Path folder) {
        return TestDistributor.trusted(folder);
    }

    /** Publishes a policy with the list {@code names.txt}. */
    Published publish(String policy, ListFile names) throws Exception {
        return publisher.publish(new Draft(
                policy.getBytes(StandardCharsets.UTF_8),
                "policy",
                Map.of("names.txt", names),
                OptionalLong.empty(),
                "test",
                ""));
    }

    /** Stops an agent. */
    void kill(String agent) throws Exception {
        kills.kill(new KillOrder(KillTarget.parse(agent, null, null, null), Optional.empty(), "test", ""), false);
    }

    @Override
    public void close() {
        try {
            following.stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        desk.close();
    }
}
