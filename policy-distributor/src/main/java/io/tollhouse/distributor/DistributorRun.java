package io.tollhouse.distributor;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.WantedTopics;
import io.tollhouse.distributor.api.ApiParts;
import io.tollhouse.distributor.api.ApiServer;
import io.tollhouse.distributor.audit.AuditDoor;
import io.tollhouse.distributor.boots.BootKeys;
import io.tollhouse.distributor.boots.Countersigner;
import io.tollhouse.distributor.fleet.BrokerClock;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.TopicFollower;
import io.tollhouse.distributor.policy.ChunkCheck;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.distributor.policy.Texts;
import io.tollhouse.distributor.publish.FencedWriter;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.MaximumPublisher;
import io.tollhouse.distributor.publish.MaximumReader;
import io.tollhouse.distributor.publish.NextRevision;
import io.tollhouse.distributor.publish.PolicyPublisher;
import io.tollhouse.distributor.publish.Reported;
import io.tollhouse.distributor.publish.Resigner;
import io.tollhouse.distributor.publish.Signer;
import io.tollhouse.distributor.topics.TopicKeeper;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.lists.ChunkReader;
import io.tollhouse.process.main.ProcessMain;
import io.tollhouse.process.meters.ProcessMeters;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A distributor that runs. What speaks with Kafka starts on threads of its own while the API starts to listen: neither waits for
 * the other, and whoever asks hears what is missing.
 */
final class DistributorRun implements ProcessMain.Running {
    private static final Logger LOG = LoggerFactory.getLogger(DistributorRun.class);
    private static final String NAME = "distributor";
    private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(3);

    private final Health health;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** In milliseconds, as the brokers' is: people read its times. */
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    private final StartFiles files;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final ApiServer api;

    /**
     * Starts a distributor.
     *
     * @throws IOException with a sentence where it cannot start with these settings
     */
    DistributorRun(DistributorSettings settings, Health health) throws IOException {
        this.health = health;
        files = StartFiles.read(settings, clock, health);
        access = new KafkaAccess(settings.kafkaBootstrap(), settings.kafkaProperties(), NAME);
        desk = new KafkaDesk(access);

        var topics = new TopicKeeper(
                WantedTopics.of(settings.replication(), settings.auditPartitions()), access, desk, health);
        var log = new PolicyLog(files.trustedKeys()::keys, settings.fleetId(), health);
        var policyFollowing = follower("policy", List.of(Topic.POLICY, Topic.HISTORY), log);
        var fleet = new FleetView(new BrokerClock(clock));
        var fleetFollowing = follower("fleet", List.of(Topic.FLEET), fleet);

        Worker.start("topics", health, topics::run);
        Worker.start("policy-follower", health, policyFollowing::run);
        Worker.start("fleet-follower", health, fleetFollowing::run);
        var boots = new BootKeys(settings.fleetId(), files.trustedKeys()::keys);
        var bootsFollowing =
                follower("checkpoints", List.of(Topic.CHECKPOINT), boots).notNeeded();
        Worker.start("keys", health, keyWatch(List.of(policyFollowing, bootsFollowing))::run);
        Worker.start("boot-follower", health, bootsFollowing::run);
        Worker.start("countersigner", health, countersigner(boots)::run);

        var next = nextRevision(settings, log, fleet);
        var writer = new FencedWriter(policyFollowing, access);
        var chunks = new ChunkReader(access, desk, CHUNK_PATIENCE);
        var chunkCheck = new ChunkCheck(log, chunks, ChunkCheck.Question.of(desk));
        var lists = new PublishedLists(chunks);
        var maximum = new MaximumReader(lists);
        var publisher = new PolicyPublisher(next, writer, chunkCheck, maximum);
        var kills = new KillPublisher(next, writer, fleet::now, fleet::atLeast);
        ProcessMeters.register(meters);
        DistributorMeters.register(meters, log, fleet, publisher, kills);
        api = ApiServer.start(
                settings.listenApi(),
                files.tokens(),
                new ApiParts(
                        health,
                        meters,
                        meters::scrape,
                        log,
                        new Texts(log, access),
                        lists,
                        policyFollowing,
                        publisher,
                        new MaximumPublisher(next, writer, chunkCheck, maximum),
                        maximum,
                        kills,
                        new Resigner(next, kills, writer),
                        fleet,
                        fleetFollowing,
                        boots,
                        bootsFollowing,
                        topics::findings,
                        new AuditDoor(settings.auditUrl()),
                        clock));
        LOG.info("the API is on {}:{}", settings.listenApi().getHostString(), api.port());
    }

    private TopicFollower follower(String part, List<Topic> topics, io.tollhouse.distributor.follow.Listener listener) {
        return new TopicFollower(part, topics, listener, access, desk, health, System::nanoTime);
    }

    private Countersigner countersigner(BootKeys boots) {
        return new Countersigner(
                boots,
                files.signingKey(),
                files.trustedKeys()::keys,
                access,
                desk,
                health.part("countersigner"),
                clock);
    }

    private KeyWatch keyWatch(List<TopicFollower> following) {
        return new KeyWatch(files.trustedKeys(), files.signingKey(), following, health.part("signing-key"));
    }

    private NextRevision nextRevision(DistributorSettings settings, PolicyLog log, FleetView fleet) {
        var signer = new Signer(
                settings.fleetId(), files.signingKey(), files.trustedKeys()::keys, settings.protectedParts(), clock);
        return new NextRevision(signer, log, new Reported(fleet::highestRevision, fleet::highestOverlay));
    }

    /** Ends it cleanly: what is being published is committed or not, never half. */
    @Override
    public int stop() {
        health.part("distributor").red("it stops");
        api.close();
        desk.close();
        return 0;
    }
}
