package io.tollhouse.proxy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaReach;
import io.tollhouse.process.lists.ChunkReader;
import io.tollhouse.process.main.ProcessMain;
import io.tollhouse.process.meters.ProcessMeters;
import io.tollhouse.process.topics.TopicWatch;
import io.tollhouse.proxy.admin.AdminServer;
import io.tollhouse.proxy.admin.LockdownPage;
import io.tollhouse.proxy.fleet.BootFile;
import io.tollhouse.proxy.fleet.BrokerClock;
import io.tollhouse.proxy.fleet.FleetReporter;
import io.tollhouse.proxy.fleet.TwinWatch;
import io.tollhouse.proxy.ledger.Ledger;
import io.tollhouse.proxy.listen.Door;
import io.tollhouse.proxy.listen.Edge;
import io.tollhouse.proxy.listen.EdgeSettings;
import io.tollhouse.proxy.policy.ActiveOverlay;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.Enforced;
import io.tollhouse.proxy.policy.FirstReading;
import io.tollhouse.proxy.policy.LastGood;
import io.tollhouse.proxy.policy.ListStore;
import io.tollhouse.proxy.policy.Lockdown;
import io.tollhouse.proxy.policy.PolicyFeed;
import io.tollhouse.proxy.policy.Staleness;
import io.tollhouse.proxy.surroundings.NodeSurroundings;
import io.tollhouse.proxy.upstream.SystemNameServers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs. Its parts start in the order in which they are needed: health first, so that whoever asks hears what is
 * missing; the last good policy before the first client; Kafka last, since nothing may wait for it.
 */
final class NodeRun implements ProcessMain.Running {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);

    /** A node that has a policy is ready so soon, whatever Kafka does. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** One that has none waits for Kafka anyway, and one whose folder another process uses has a twin most likely. */
    private static final Duration PATIENCE_OTHERWISE = Duration.ofSeconds(10);

    /** A manifest can be read a moment before the chunks that were committed with it. */
    private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(5);

    private static final Duration LEAVE = Duration.ofSeconds(1);
    private static final Duration FLUSH = Duration.ofSeconds(5);

    /** It ended cleanly, but the folder has records that Kafka has not taken. */
    private static final int EXIT_LEFT = 3;

    private final NodeSettings settings;
    private final NodeIdentity identity;
    private final StartFiles files;
    private final Health health;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final BrokerClock clock;
    private final BootFile boots;
    private final NodeSurroundings surroundings;
    private final ListStore lists;
    private final ActiveRevision active;
    private final ActiveOverlay overlay;
    private final Enforced enforced;
    private final Lockdown lockdown;
    private final AdminServer admin;
    private final Ledger ledger;
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
        clock = new BrokerClock(Clock.systemUTC(), health);
        lists = new ListStore(files.folder(), new ChunkReader(access, desk, CHUNK_PATIENCE));
        surroundings =
                new NodeSurroundings(settings.kafkaBootstrap(), settings.dnsNat64(), settings.allowLoopbackRoutes());
        active = new ActiveRevision(
                settings.fleetId(),
                files.trustedKeys()::keys,
                surroundings::with,
                LastGood.policy(files.folder()),
                lists);
        enforced = new Enforced(settings.nodeId());
        overlay = new ActiveOverlay(
                settings.fleetId(), files.trustedKeys()::keys, enforced, LastGood.overlay(files.folder()), health);
        boots = new BootFile(files.folder(), identity.boot(), health);
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
        overlay.restore();
        active.restore();
        var first = new FirstReading(enforced, health);
        var kafka = new KafkaReach(access);
        Worker.startOnce("kafka-reach", health, kafka::look);
        ledger = ledger();
        edge = edge();
        var feed = new PolicyFeed(active, overlay, enforced, access, desk, health, System::nanoTime);
        reporter = reporter(feed);
        NodeMeters.ofThePolicy(meters, active, feed);
        NodeMeters.ofLists(meters, lists);
        reporting = startWorkers(feed);
        Worker.startOnce("first-reading", health, () -> first.await(elapsed(), () -> stage(kafka, feed)));
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

    private Ledger ledger() {
        return new Ledger(
                new Ledger.Writer(settings.fleetId(), identity.node(), identity.boot(), identity.version()),
                new Ledger.Terms(
                        files.folder(),
                        boots.isOwn(),
                        settings.ledgerBudget(),
                        settings.auditLevel(),
                        settings.auditDeadline()),
                access,
                desk,
                health,
                meters,
                clock);
    }

    private Edge edge() throws IOException {
        var servers = settings.dnsServers().orElseGet(SystemNameServers::list);
        var door = door();
        var listening = Edge.start(
                new EdgeSettings(
                        settings.listenProxy(),
                        door,
                        servers,
                        settings.connectTimeout(),
                        settings.progress(),
                        Runtime.getRuntime().availableProcessors()),
                enforced::matcher,
                files.agents(),
                ledger,
                meters,
                clock);
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

    private Door door() throws IOException {
        var door = settings.listenTerms().open();
        var tls = door.tls();
        if (tls != null) {
            var part = health.part("certificate");
            Worker.start("certificate", health, () -> tls.run(trouble -> tell(part, trouble)));
        }
        if (door.plain() && !settings.listenProxy().getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "agents may send their credentials to {} in clear (listen.plain)",
                    HostPort.of(settings.listenProxy()));
        }
        return door;
    }

    private static void tell(Health.Part part, String trouble) {
        if (trouble.isEmpty()) {
            part.fine();
        } else {
            part.degraded(trouble);
        }
    }

    private FleetReporter reporter(PolicyFeed feed) {
        var view = new StatusView(
                identity,
                HostPort.of(edge.address()).toString(),
                files.trustedKeys(),
                health,
                active,
                overlay,
                feed,
                ledger,
                edge);
        var reports = new FleetReporter(view, access, desk, health, clock);
        feed.onChange(reports::changed);
        health.onChange(reports::changed);
        return reports;
    }

    private Worker startWorkers(PolicyFeed feed) {
        ledger.start();
        Worker.start("policy-compile", health, feed::compile);
        Worker.start("policy-feed", health, feed::run);
        Worker.start(
                "node-watch",
                health,
                new NodeWatch(lockdown, files.trustedKeys(), active, overlay, feed, staleness(feed), enforced, clock)
                        ::run);
        Worker.start("topics", health, new TopicWatch(Rights.Role.NODE, access, desk, health)::run);
        startTwinWatch();
        Worker.start("surroundings", health, new SurroundingsWatch(surroundings, active, desk)::run);
        return Worker.start("fleet-reporter", health, reporter::run);
    }

    private static Supplier<Duration> elapsed() {
        long begun = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - begun);
    }

    private static FirstReading.Stage stage(KafkaReach kafka, PolicyFeed feed) {
        if (feed.state().applied() != null) {
            return FirstReading.Stage.DONE;
        }
        if (feed.isAnswered()) {
            return FirstReading.Stage.ANSWERED;
        }
        return switch (kafka.seen()) {
            case NOTHING -> FirstReading.Stage.LOOKING;
            case NOBODY -> FirstReading.Stage.ALONE;
            case A_BROKER -> FirstReading.Stage.CONNECTED;
        };
    }

    private void startTwinWatch() {
        var run = new TwinWatch.Run(identity.node(), identity.boot(), boots.previous());
        var twins = new TwinWatch(run, reporter.begun(), access, desk, health);
        var patience = active.revision() == 0 || !boots.isOwn() ? PATIENCE_OTHERWISE : PATIENCE;
        Worker.start("twin-watch", health, () -> twins.run(patience));
    }

    private Staleness staleness(PolicyFeed feed) {
        return new Staleness(feed::age, settings.maxStaleness(), settings.whenStale(), enforced, health);
    }

    /** Ends it cleanly: no new clients, outcomes for what is in flight, a last word to the fleet, and every record sent. */
    @Override
    public int stop() throws InterruptedException {
        health.part("node").red("it stops");
        edge.drain(settings.drain());
        enforced.onChange(matcher -> CompletableFuture.completedFuture(
                0L)); // the edge ends what is in flight itself, and then has nobody to tell
        edge.stop();
        reporter.leave(reporting, LEAVE);
        boolean isEmpty = ledger.stop(FLUSH);
        desk.close();
        boots.close();
        admin.close();
        return isEmpty ? 0 : EXIT_LEFT;
    }
}
