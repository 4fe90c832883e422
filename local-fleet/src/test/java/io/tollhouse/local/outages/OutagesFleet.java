package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.local.consumer.TestConsumer;
import io.tollhouse.local.distributor.TestDistributor;
import io.tollhouse.local.node.FleetLog;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Cli;
import io.tollhouse.local.testing.PartProcess;
import io.tollhouse.local.testing.TestElasticsearch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One part of each kind and two nodes, with nobody who starts again what dies.
 *
 * @param log what nodes said of themselves
 */
record OutagesFleet(
        Path folder,
        TestBroker broker,
        TestElasticsearch elasticsearch,
        TestDistributor distributor,
        TestConsumer consumer,
        List<TestNode> nodes,
        FleetLog log,
        Origin origin)
        implements AutoCloseable {
    static final List<String> NAMES = List.of("node-1", "node-2");
    static final String OPEN = "http://open.test";
    static final String CLOSED = "http://closed.test";

    /** Let through once Kafka has the record. */
    static final String SURE = "http://sure.test";

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Starts everything and returns when all of it is ready. */
    static OutagesFleet start(Path folder) throws Exception {
        return start(folder, null);
    }

    /**
     * The same.
     *
     * @param before what the consumer takes for Elasticsearch; null for that itself
     */
    static OutagesFleet start(Path folder, @Nullable URI before) throws Exception {
        return start(folder, before, TestBroker.start(folder), Map.of("kafka.replication", "1"));
    }

    /**
     * The same with a Kafka that is there already.
     *
     * @param broker one of its brokers
     * @param more settings of the distributor
     */
    static OutagesFleet start(Path folder, @Nullable URI before, TestBroker broker, Map<String, String> more)
            throws Exception {
        var elasticsearch = TestElasticsearch.shared();
        var consumer =
                TestConsumer.start(broker.address(), folder, "consumer", before == null ? elasticsearch.url() : before);
        var settings = new HashMap<>(more);
        settings.put("audit.url", consumer.api().toString());
        var distributor = TestDistributor.start(broker.address(), folder, "distributor", settings);
        distributor.process().awaitReady();
        var nodes = new ArrayList<TestNode>();
        for (var name : NAMES) {
            nodes.add(startNode(broker, folder, name, List.of(), Map.of()));
        }
        var fleet = new OutagesFleet(
                folder,
                broker,
                elasticsearch,
                distributor,
                consumer,
                nodes,
                new FleetLog(broker.address()),
                new Origin());
        await("the policy is published")
                .atMost(Duration.ofSeconds(60))
                .ignoreException(AssertionError.class) // three brokers take a while to agree who leads
                .until(fleet::publish, revision -> revision > 0);
        fleet.awaitReady();
        return fleet;
    }

    private static TestNode startNode(
            TestBroker broker, Path folder, String name, List<String> prefix, Map<String, String> more)
            throws IOException {
        var settings = new HashMap<>(more);
        settings.put("upstream.allow-loopback-routes", "true");
        return TestNode.startBy(
                prefix,
                broker.address(),
                folder,
                name,
                TestDistributor.FLEET,
                TestDistributor.trusted(folder),
                settings);
    }

    /**
     * Starts one more node, for one scenario, and waits until it is ready.
     *
     * @param prefix of its command
     * @param more settings, over those of the others
     */
    TestNode startNode(String name, List<String> prefix, Map<String, String> more) throws IOException {
        return startNode(broker, folder, name, prefix, more).awaitReady();
    }

    /** Starts a node from another folder under an id that one has already; it will not be ready. */
    TestNode cloned(String name, Path elsewhere) throws IOException {
        return TestNode.startBy(
                List.of(),
                broker.address(),
                elsewhere,
                name,
                TestDistributor.FLEET,
                TestDistributor.trusted(folder),
                Map.of("upstream.allow-loopback-routes", "true"));
    }

    /** Starts one more consumer, and does not wait for it. */
    TestConsumer startConsumer(String name, List<String> prefix, ElasticRelay before) throws IOException {
        return TestConsumer.startBy(prefix, broker.address(), folder, name, before.url(), Map.of());
    }

    /** Kills the consumer when Elasticsearch has taken a bulk request and it does not know, and starts it again. */
    void killBehindABulk(ElasticRelay before) throws Exception {
        before.make(ElasticRelay.Trouble.UNANSWERED);
        try {
            await().atMost(Scenarios.SOON).until(() -> before.troubled() > 0);
            consumer.process().kill();
        } finally {
            before.make(ElasticRelay.Trouble.NONE);
        }
        consumer.process().startAgain();
    }

    TestNode node(int number) {
        return nodes.get(number - 1);
    }

    void awaitReady() {
        distributor.process().awaitReady();
        consumer.process().awaitReady();
        nodes.forEach(TestNode::awaitReady);
    }

    private String policy() {
        return """
                tollhouse: v1
                policy: outages
                rules:
                  - {id: open, to: [open.test], action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: sure, to: [sure.test], audit: replicated, action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: closed, to: [closed.test], action: deny}
                """.formatted(origin.port(), origin.port());
    }

    /** Publishes the policy once more and waits until each node enforces the revision; returns that. */
    long publish() throws Exception {
        var reply = distributor.publish("", policy());
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(201);
        log.awaitConfirmed(
                NAMES,
                reply.body().path("topicId").asText(),
                reply.body().path("offset").asLong(),
                Duration.ofSeconds(15));
        return reply.body().path("revision").asLong();
    }

    /** The policy as a file. */
    Path writePolicy() throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), policy());
    }

    /** The folder of the public keys that the fleet trusts. */
    Path trustedKeys() {
        return TestDistributor.trusted(folder);
    }

    Cli cli() throws IOException {
        return Cli.of(distributor.api(), TestDistributor.ADMIN, folder);
    }

    void killAndStartAgain(PartProcess process) throws Exception {
        process.kill();
        process.startAgain();
    }

    /** How many documents there are of each path; -1 where they are not all of one request. */
    private Map<String, Long> documentsByPath() throws Exception {
        elasticsearch.ask("POST", "/tollhouse-audit-*/_refresh", "");
        var answer = MAPPER.readTree(elasticsearch.ask("POST", "/tollhouse-audit-*/_search", """
                {"size": 0, "aggs": {"paths": {"terms": {"field": "url.path", "size": 20000},
                 "aggs": {"requests": {"terms": {"field": "http.request.id", "size": 2}}}}}}"""));
        var found = new HashMap<String, Long>();
        for (var path : answer.path("aggregations").path("paths").path("buckets")) {
            boolean isOneRequest = path.path("requests").path("buckets").size() == 1;
            found.put(
                    path.path("key").asText(),
                    isOneRequest ? path.path("doc_count").asLong() : -1);
        }
        return found;
    }

    /** Waits until each of these paths has exactly so many documents, all of one request. */
    void awaitDocuments(Map<String, Long> expected) {
        await("each record is in Elasticsearch, once")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    var wrong = new HashMap<>(expected);
                    var found = documentsByPath();
                    wrong.entrySet().removeIf(entry -> entry.getValue().equals(found.get(entry.getKey())));
                    assertThat(wrong)
                            .as("of %d paths, those that are not there as expected", expected.size())
                            .isEmpty();
                });
    }

    @Override
    public void close() {
        log.close();
        nodes.forEach(TestNode::close);
        consumer.process().close();
        distributor.close();
        broker.close();
        origin.close();
    }
}
