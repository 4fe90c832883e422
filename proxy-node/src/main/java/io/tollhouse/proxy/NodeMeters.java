package io.tollhouse.proxy;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.tollhouse.proxy.listen.Edge;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.policy.ListStore;
import io.tollhouse.proxy.policy.PolicyFeed;
import java.util.concurrent.TimeUnit;

/** What is measured of the node as a whole. The rooms register what they count themselves. */
final class NodeMeters {
    private NodeMeters() {}

    static void ofThePolicy(MeterRegistry registry, ActiveRevision active, PolicyFeed feed) {
        Gauge.builder("tollhouse.policy.revision", active, ActiveRevision::revision)
                .description("Revision in force; 0 for none")
                .register(registry);
        TimeGauge.builder(
                        "tollhouse.policy.age",
                        feed,
                        TimeUnit.SECONDS,
                        any -> feed.age().toMillis() / 1000.0)
                .description("Since the node last proved that it has read all of the policy topic")
                .register(registry);
    }

    static void ofLists(MeterRegistry registry, ListStore lists) {
        FunctionCounter.builder("tollhouse.policy.chunks.fetched", lists, ListStore::fetched)
                .description("Chunks of lists that were fetched from Kafka")
                .register(registry);
        FunctionCounter.builder("tollhouse.policy.chunks.fetched.bytes", lists, ListStore::fetchedBytes)
                .description("Bytes of these chunks")
                .register(registry);
    }

    static void ofTheEdge(MeterRegistry registry, Edge edge) {
        Gauge.builder("tollhouse.connections", edge, Edge::connections)
                .description("Client connections that are open")
                .register(registry);
        Gauge.builder("tollhouse.tunnels", edge, Edge::tunnels)
                .description("Tunnels that are open")
                .register(registry);
    }
}
