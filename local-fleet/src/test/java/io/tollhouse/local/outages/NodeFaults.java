package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to nodes, and to everything in turn. */
interface NodeFaults extends Faults {
    @Test
    default void aNodeIsKilled() throws Exception {
        scenarios().holds("1-node-killed", load -> {
            for (int kill = 0; kill < Scenarios.KILLS; kill++) {
                fleet().killAndStartAgain(fleet().node(1).process());
                Scenarios.awaitMore(load);
            }
        });
    }

    @Tag("long")
    @Test
    default void everythingIsRestartedInTurnAndTheTopicGrows() throws Exception {
        scenarios().holds("16-restarts", load -> {
            fleet().broker().grow(Topic.AUDIT);
            fleet().broker().grow(Topic.PROGRESS);
            for (var node : fleet().nodes()) {
                assertThat(node.process().stop()).isZero();
                node.process().startAgain();
                node.awaitReady();
            }
            fleet().consumer().process().stop();
            fleet().consumer().process().startAgain();
            Scenarios.awaitMore(load);
        });
    }
}
