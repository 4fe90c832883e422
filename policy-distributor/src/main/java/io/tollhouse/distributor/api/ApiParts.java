package io.tollhouse.distributor.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.distributor.audit.AuditDoor;
import io.tollhouse.distributor.boots.BootKeys;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.policy.PublishedLists;
import io.tollhouse.distributor.policy.Texts;
import io.tollhouse.distributor.publish.Judging;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.MaximumPublisher;
import io.tollhouse.distributor.publish.MaximumReader;
import io.tollhouse.distributor.publish.PolicyPublisher;
import io.tollhouse.distributor.publish.Resigner;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.topics.Finding;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the API speaks for.
 *
 * @param policyFollowing keeps {@code log} up to date
 * @param fleetFollowing keeps {@code fleet} up to date
 * @param bootsFollowing keeps {@code boots} up to date
 * @param topics what is wrong with them
 * @param metrics in Prometheus' text format
 */
public record ApiParts(
        Health health,
        MeterRegistry meters,
        Supplier<String> metrics,
        PolicyLog log,
        Texts texts,
        PublishedLists lists,
        Reading policyFollowing,
        PolicyPublisher publisher,
        MaximumPublisher maximum,
        MaximumReader bound,
        KillPublisher kills,
        Resigner resigner,
        FleetView fleet,
        Reading fleetFollowing,
        BootKeys boots,
        Reading bootsFollowing,
        Supplier<List<Finding>> topics,
        AuditDoor audit,
        Clock clock) {

    /** Everything that can be asked. */
    List<Route> routes(AuditRoutes auditRoutes) {
        var published = new PublishMeters(meters);
        var policy = new PolicyRoutes(
                log, texts, policyFollowing, publisher, bound, fleet, fleetFollowing, published, clock);
        return Stream.of(
                        new HealthRoutes(health, metrics).routes(),
                        policy.routes(),
                        new MaximumRoutes(log, policyFollowing, maximum, fleet, fleetFollowing, published, clock)
                                .routes(),
                        new ExplainRoutes(new Judging(log, bound), policyFollowing, clock).routes(),
                        new ListRoutes(texts, policyFollowing, lists).routes(),
                        new KillRoutes(log, policyFollowing, kills, fleet, fleetFollowing).routes(),
                        new KeyRoutes(log, policyFollowing, resigner, fleet, fleetFollowing, published).routes(),
                        new FleetRoutes(fleet, fleetFollowing, log, policyFollowing, topics).routes(),
                        new BootRoutes(boots, bootsFollowing).routes(),
                        auditRoutes.routes())
                .flatMap(List::stream)
                .toList();
    }
}
