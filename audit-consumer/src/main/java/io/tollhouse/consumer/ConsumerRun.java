package io.tollhouse.consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollhouse.consumer.api.ApiServer;
import io.tollhouse.consumer.comparison.Comparison;
import io.tollhouse.consumer.continuity.Continuity;
import io.tollhouse.consumer.continuity.GapWriter;
import io.tollhouse.consumer.deadletter.DeadLetterTopic;
import io.tollhouse.consumer.delivery.Backlog;
import io.tollhouse.consumer.delivery.BatchSize;
import io.tollhouse.consumer.delivery.Blocks;
import io.tollhouse.consumer.delivery.Breaker;
import io.tollhouse.consumer.delivery.Deliverer;
import io.tollhouse.consumer.delivery.DeliveryMeters;
import io.tollhouse.consumer.index.BulkIndex;
import io.tollhouse.consumer.index.Cluster;
import io.tollhouse.consumer.index.EnvelopeStore;
import io.tollhouse.consumer.index.IndexKeeper;
import io.tollhouse.consumer.index.Retention;
import io.tollhouse.consumer.index.StoredRecords;
import io.tollhouse.consumer.intake.Intake;
import io.tollhouse.consumer.progress.Gaps;
import io.tollhouse.consumer.progress.KafkaNotes;
import io.tollhouse.consumer.progress.Progress;
import io.tollhouse.consumer.reindex.Reindex;
import io.tollhouse.consumer.retry.DeadLetterRetry;
import io.tollhouse.consumer.search.AuditSearch;
import io.tollhouse.consumer.slice.TopicSlices;
import io.tollhouse.consumer.tail.Tails;
import io.tollhouse.consumer.tail.TopicReads;
import io.tollhouse.consumer.trail.CheckpointTopic;
import io.tollhouse.consumer.trail.NightlyCheck;
import io.tollhouse.contract.fleet.Rights;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.health.Worker;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.main.ProcessMain;
import io.tollhouse.process.meters.ProcessMeters;
import io.tollhouse.process.topics.TopicWatch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An audit consumer that runs. The API starts first, so that whoever asks hears what is missing; records are taken from the
 * start on, and wait until Elasticsearch has our templates.
 */
final class ConsumerRun implements ProcessMain.Running {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerRun.class);

    /** Requests in flight: two keep Elasticsearch busy while the answer of the third is read and the next one made. */
    private static final int DELIVERERS = 3;

    private static final int BATCH_RECORDS = 5_000;
    private static final long BATCH_BYTES = 4L << 20;

    /** With {@link #DELIVERERS} batches in flight, 20 MiB in all. */
    private static final long BACKLOG_BYTES = 8L << 20;

    private static final Duration LEAVE = Duration.ofMillis(2_200);
    private static final Duration END = Duration.ofMillis(100);

    private final Health health;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaDesk desk;
    private final DeadLetterTopic deadLetters;
    private final KafkaNotes notes;
    private final Cluster cluster;
    private final Tails tails;
    private final TopicReads reads;
    private final ApiServer api;
    private final Worker keeping;
    private final Worker checking;
    private final Worker retaining;
    private final Worker watching;
    private final BatchSize batch = new BatchSize(BATCH_RECORDS, BATCH_BYTES);
    private final Worker intake;
    private final List<Worker> deliverers = new ArrayList<>();

    /**
     * Starts it.
     *
     * @throws IOException with a sentence where it cannot start with these settings
     */
    ConsumerRun(ConsumerSettings settings, Health health) throws IOException {
        this.health = health;
        ProcessMeters.register(meters);
        var access = new KafkaAccess(settings.kafkaBootstrap(), settings.kafkaProperties(), "audit-consumer");
        desk = new KafkaDesk(access);
        deadLetters = new DeadLetterTopic(access, desk);
        cluster = Cluster.of(settings.elasticsearch());
        tails = new Tails(access, desk);
        reads = new TopicReads(access, desk);
        var keeper = new IndexKeeper(cluster, settings.index(), health);
        var backlog = new Backlog(BACKLOG_BYTES, batch);
        Gauge.builder("tollhouse.bulk.limit", batch, BatchSize::records)
                .description("Records that one bulk request may hold at the moment")
                .register(meters);
        var continuity = new Continuity(settings.gapAfter(), health, meters);
        notes = new KafkaNotes(access, desk);
        var memory = new Progress(notes, continuity, health, System::nanoTime);
        var taking = new Intake(access, settings.id(), desk, backlog, continuity, memory, health, meters);
        var search = new AuditSearch(cluster);
        var index = new BulkIndex(cluster, settings.index());
        var retry = new DeadLetterRetry(new EnvelopeStore(cluster), index);
        var slices = new TopicSlices(access, desk);
        api = ApiServer.start(
                settings.listenApi(),
                search,
                tails,
                reads,
                retry,
                new Reindex(slices, index),
                new Comparison(slices, new StoredRecords(cluster)),
                new Gaps(notes, Clock.systemUTC()),
                health,
                meters::scrape);
        LOG.info("search, health and metrics on {}:{}", settings.listenApi().getHostString(), api.port());
        keeping = Worker.start("index-keeper", health, keeper::run);
        Worker.start("topics", health, new TopicWatch(Rights.Role.AUDIT_CONSUMER, access, desk, health)::run);
        intake = Worker.start("intake", health, taking::run);
        var runs = new CheckpointTopic(access, desk, settings.trustedKeys());
        var nightly = new NightlyCheck(search, runs, taking::hasFirst, health, meters, Clock.systemUTC());
        checking = Worker.start("trail", health, nightly::run);
        var days = new Retention(
                cluster, settings.index(), settings.retention(), taking::hasFirst, health, meters, Clock.systemUTC());
        retaining = Worker.start("days", health, () -> {
            keeper.awaitPrepared();
            days.run();
        });
        watching = Worker.start("continuity", health, new GapWriter(continuity, index)::run);
        startDeliverers(keeper, index, backlog, continuity, settings);
    }

    private void startDeliverers(
            IndexKeeper keeper, BulkIndex index, Backlog backlog, Continuity continuity, ConsumerSettings settings) {
        var counts = new DeliveryMeters(meters);
        var blocks = new Blocks(settings.blockedFor(), Clock.systemUTC());
        var breaker = new Breaker(settings.poisonLimit(), Clock.systemUTC());
        for (int number = 1; number <= DELIVERERS; number++) {
            var name = "delivery-" + number;
            var deliverer = new Deliverer(
                    backlog, batch, index, blocks, breaker, continuity, deadLetters, counts, health.part(name));
            deliverers.add(Worker.start(name, health, () -> {
                keeper.awaitPrepared();
                deliverer.run();
            }));
        }
    }

    /** Ends it cleanly: what is in flight is awaited for a moment, what is done is committed, and tails end. */
    @Override
    public int stop() throws InterruptedException {
        health.part("consumer").red("it stops");
        tails.stop();
        reads.stop();
        intake.stop(LEAVE);
        for (var deliverer : deliverers) {
            deliverer.stop(END);
        }
        keeping.stop(END);
        checking.stop(END);
        retaining.stop(END);
        watching.stop(END);
        api.close();
        deadLetters.close();
        notes.close();
        desk.close();
        close(cluster);
        return 0;
    }

    private static void close(Cluster cluster) {
        try {
            cluster.close();
        } catch (IOException e) {
            LOG.debug("closing the client of Elasticsearch: {}", e.toString());
        }
    }
}
