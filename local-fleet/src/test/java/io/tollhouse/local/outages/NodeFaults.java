package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.Balancer;
import java.util.List;
import java.util.Map;
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
            restartBehindABalancer(load);
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

    /** Nobody notices, whoever asked and whoever comes. */
    private void restartBehindABalancer(Load load) throws Exception {
        var drain = Map.of("drain.accept", "1s", "drain.limit", "30s");
        try (var one = fleet().startNode("node-balanced-1", List.of(), drain);
                var two = fleet().startNode("node-balanced-2", List.of(), drain)) {
            restart(load, List.of(one, two));
            for (var node : List.of(one, two)) {
                assertThat(node.process().stop()).as("everything is sent").isZero();
            }
        }
    }

    private static void restart(Load load, List<TestNode> nodes) throws Exception {
        try (var balancer = Balancer.before(nodes)) {
            load.balanced(new Agent(balancer.address(), nodes.get(0).agent().credentials()));
            for (var node : nodes) {
                Scenarios.awaitMore(load);
                assertThat(node.process().stop()).as("everything is sent").isZero();
                Scenarios.awaitMore(load);
                node.process().startAgain();
                node.awaitReady();
            }
            Scenarios.awaitMore(load);
            assertThat(load.balancedUnanswered()).isEmpty();
            assertThat(load.letThrough())
                    .allSatisfy(asked -> assertThat(asked.answer().status()).isEqualTo(204));
        }
    }
}
