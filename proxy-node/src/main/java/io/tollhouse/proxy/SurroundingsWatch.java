package io.tollhouse.proxy;

import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.proxy.policy.ActiveRevision;
import io.tollhouse.proxy.surroundings.NodeSurroundings;
import java.time.Duration;

/** Looks each minute whether the addresses of the node or its fleet changed; sooner as long as Kafka said nothing. */
record SurroundingsWatch(NodeSurroundings surroundings, ActiveRevision active, KafkaDesk desk) {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(2);

    void run() throws InterruptedException {
        while (true) {
            boolean answered = surroundings.refresh(desk);
            active.surroundingsMayHaveChanged();
            Thread.sleep((answered ? INTERVAL : SOON).toMillis());
        }
    }
}
