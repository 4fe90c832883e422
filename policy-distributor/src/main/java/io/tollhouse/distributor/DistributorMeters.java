package io.tollhouse.distributor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.publish.KillPublisher;

/** What is measured of the distributor as a whole. */
final class DistributorMeters {
    private DistributorMeters() {}

    static void register(MeterRegistry registry, PolicyLog log, FleetView fleet, KillPublisher kills) {
        Gauge.builder("tollhouse.policy.revision", log, PolicyLog::revisionInForce)
                .description("Revision in force on the policy topic; 0 for none")
                .register(registry);
        Gauge.builder("tollhouse.nodes.live", fleet, any -> any.live().size())
                .description("Nodes whose last status is at most 15 s old by the brokers' clock")
                .register(registry);
        Gauge.builder("tollhouse.kills", kills, any -> any.kills().size())
                .description("Kills that hold now")
                .register(registry);
    }
}
