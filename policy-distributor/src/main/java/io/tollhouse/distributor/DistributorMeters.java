package io.tollhouse.distributor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.distributor.publish.KillPublisher;
import io.tollhouse.distributor.publish.PolicyPublisher;

/** What is measured of the distributor as a whole. */
final class DistributorMeters {
    private DistributorMeters() {}

    static void register(
            MeterRegistry registry, PolicyLog log, FleetView fleet, PolicyPublisher publisher, KillPublisher kills) {
        Gauge.builder("tollhouse.policy.revision", log, PolicyLog::revisionInForce)
                .description("Revision in force on the policy topic; 0 for none")
                .register(registry);
        Gauge.builder("tollhouse.nodes.live", fleet, any -> any.live().size())
                .description("Nodes whose last status is at most 15 s old by the brokers' clock")
                .register(registry);
        FunctionCounter.builder("tollhouse.policy.chunks.written", publisher, PolicyPublisher::chunksWritten)
                .description("Chunks of lists that this distributor has written")
                .register(registry);
        Gauge.builder("tollhouse.kills", kills, any -> any.kills().size())
                .description("Kills that hold now")
                .register(registry);
    }
}
