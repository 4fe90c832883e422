package io.tollhouse.local;

import io.tollhouse.local.data.FleetKeys;
import io.tollhouse.local.parts.DemoPart;
import io.tollhouse.local.parts.ElasticsearchPart;
import io.tollhouse.local.parts.KafkaPart;
import io.tollhouse.local.parts.ProductPart;
import io.tollhouse.local.parts.Site;
import io.tollhouse.local.process.Supervised;
import io.tollhouse.local.process.Watcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All parts of a fleet, and the order in which they start and stop.
 *
 * @param ground what the others stand on: Kafka, Elasticsearch, the demonstration destination
 */
record Crew(List<Supervised> ground, Supervised distributor, Supervised consumer, List<Supervised> nodes) {
    Crew {
        ground = List.copyOf(ground);
        nodes = List.copyOf(nodes);
    }

    static Crew of(Site site, FleetKeys keys, Watcher watcher) throws IOException {
        var ground = new ArrayList<Supervised>();
        for (var service : List.of(
                new KafkaPart(site).service(), new ElasticsearchPart(site).service(), new DemoPart(site).service())) {
            ground.add(new Supervised(service, watcher));
        }
        var product = new ProductPart(site, keys);
        var nodes = new ArrayList<Supervised>();
        for (int node = 1; node <= site.ports().nodes(); node++) {
            nodes.add(new Supervised(product.node(node), watcher));
        }
        return new Crew(
                ground,
                new Supervised(product.distributor(), watcher),
                new Supervised(product.consumer(), watcher),
                nodes);
    }

    List<Supervised> all() {
        var all = new ArrayList<>(ground);
        all.add(distributor);
        all.add(consumer);
        all.addAll(nodes);
        return all;
    }

    /** Everything at once: a part that needs another waits for it by itself. */
    void start() {
        all().forEach(Supervised::start);
    }

    /** The other way round, so that what a node writes last still reaches Kafka. */
    void stop() throws InterruptedException {
        stop(nodes);
        stop(List.of(consumer, distributor));
        stop(ground);
    }

    private static void stop(List<Supervised> parts) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var part : parts) {
            var thread = new Thread(() -> stop(part), "stop-" + part.name());
            thread.start();
            threads.add(thread);
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    private static void stop(Supervised part) {
        try {
            part.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
