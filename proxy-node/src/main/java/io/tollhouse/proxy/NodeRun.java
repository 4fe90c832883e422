package io.tollhouse.proxy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.main.ProcessMain;
import io.tollhouse.process.meters.ProcessMeters;
import io.tollhouse.process.topics.TopicWatch;
import io.tollhouse.proxy.admin.AdminServer;
import io.tollhouse.proxy.admin.LockdownPage;
import io.tollhouse.proxy.fleet.FleetReporter;
import io.tollhouse.proxy.ledger.KafkaRecorder;
import io.tollhouse.proxy.listen.Edge;
import io.tollhouse.proxy.listen.EdgeSettings;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Enforced;
import io.tollhouse.proxy.policy.LastGood;
import io.tollhouse.proxy.policy.Lockdown;
import io.tollhouse.proxy.policy.PolicyFeed;
import io.tollhouse.proxy.policy.Staleness;
import io.tollhouse.proxy.surroundings.NodeSurroundings;
import io.tollhouse.proxy.upstream.SystemNameServers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs. Its parts start in the order in which they are needed: health first, so that whoever asks hears what is
 * missing; the last good policy before the first client; Kafka last, since nothing may wait for it.
 */
final class NodeRun implements ProcessMain.Running {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

    /** What is in flight may go on for so long when the node is told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration LEAVE = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final NodeIdentity identity;
    private final StartFiles files;
    private final Health health;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final NodeSurroundings surroundings;
    private final ActiveRevision active;
    private final Enforced enforced = new Enforced();
    private final Lockdown lockdown;
    private final AdminServer admin;
    private final KafkaRecorder recorder;
    private final Edge edge;
    private final FleetReporter reporter;
    private final Worker reporting;

    private NodeRun(NodeSettings settings, Health health, StartFiles files) throws IOException {
        this.settings = settings;
        this.health = health;
        identity = NodeIdentity.of(settings.nodeId());
        LOG.info("node {} boot {} version {}", identity.node(), identity.boot(), identity.version());
        this.files = files;
        ProcessMeters.register(meters);
        access = new KafkaAccess(settings.kafkaBootstrap(), settings.kafkaProperties(), settings.nodeId());
        desk = new KafkaDesk(access);
        surroundings =
                new NodeSurroundings(settings.kafkaBootstrap(), settings.dnsNat64(), settings.allowLoopbackRoutes());
        active = new ActiveRevision(
                settings.fleetId(), files.trustedKeys()::keys, surroundings::with, new LastGood(files.folder()));
        var starting = health.part("start");
        starting.red("the node starts");
        lockdown = new Lockdown(files.folder(), enforced, health);
        admin = AdminServer.start(
                settings.listenAdmin(),
                health,
                active::revision,
                meters::scrape,
                new LockdownPage(lockdown, files.adminToken()));
        LOG.info("health and metrics on {}", HostPort.of(admin.address()));
        surroundings.listensOn(List.of(settings.listenProxy(), admin.address()));
        active.onSwap(enforced::policy);
        active.restore();
        recorder = recorder();
        edge = edge();
        var feed = new PolicyFeed(active, access, desk, health, System::nanoTime);
        reporter = reporter(feed);
        NodeMeters.ofThePolicy(meters, active, feed);
        reporting = startWorkers(feed);
        starting.fine();
    }

    /**
     * Starts a node.
     *
     * @throws IOException with a sentence where it cannot start with these settings
     */
    static NodeRun start(NodeSettings settings, Health health) throws IOException {
        return new NodeRun(settings, health, StartFiles.read(settings, health));
    }

    private KafkaRecorder recorder() {
        return new KafkaRecorder(
                new KafkaRecorder.Writer(identity.node(), identity.boot(), identity.version()),
                settings.auditDeadline(),
                access,
                desk,
                health,
                meters,
                Clock.systemUTC());
    }

    private Edge edge() throws IOException {
        var servers = settings.dnsServers().orElseGet(SystemNameServers::list);
        var listening = Edge.start(
                new EdgeSettings(
                        settings.listenProxy(),
                        servers,
                        settings.connectTimeout(),
                        Runtime.getRuntime().availableProcessors()),
                enforced::matcher,
                files.agents(),
                recorder,
                meters);
        LOG.info(
                "agents are served on {}, {} of them known",
                HostPort.of(listening.address()),
                files.agents().size());
        enforced.onChange(listening.live()::rejudge);
        surroundings.listensOn(List.of(listening.address(), admin.address()));
        active.surroundingsMayHaveChanged();
        NodeMeters.ofTheEdge(meters, listening);
        return listening;
    }

    private FleetReporter reporter(PolicyFeed feed) {
        var view = new StatusView(
                identity,
                HostPort.of(edge.address()).toString(),
                files.trustedKeys(),
                health,
                active,
                feed,
                recorder,
                edge);
        var reports = new FleetReporter(view, access, desk, health, Clock.systemUTC());
        feed.onChange(reports::changed);
        health.onChange(reports::changed);
        return reports;
    }

    private Worker startWorkers(PolicyFeed feed) {
        recorder.start();
        Worker.start("policy-feed", health, feed::run);
        Worker.start(
                "node-watch", health, new NodeWatch(lockdown, files.trustedKeys(), active, feed, staleness(feed))::run);
        Worker.start("topics", health, new TopicWatch(Rights.Role.NODE, access, desk, health)::run);
        Worker.start("surroundings", health, new SurroundingsWatch(surroundings, active, desk)::run);
        return Worker.start("fleet-reporter", health, reporter::run);
    }

    private Staleness staleness(PolicyFeed feed) {
        return new Staleness(feed::age, settings.maxStaleness(), settings.whenStale(), enforced, health);
    }

    /** Ends it cleanly: no new clients, outcomes for what is in flight, a last word to the fleet, and every record sent. */
    @Override
    public void stop() throws InterruptedException {
        health.part("node").red("it stops");
        enforced.onChange(matcher -> {}); // the edge ends what is in flight itself, and then has nobody to tell
        edge.stop(GRACE);
        reporter.leave(reporting, LEAVE);
        recorder.stop(FLUSH);
        desk.close();
        admin.close();
    }
}
