package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.NodeStatus;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.distributor.HeldPublish;
import io.tollhouse.local.distributor.TestDistributor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens on the way of a policy, while agents ask. */
interface PolicyFaults extends Faults {
    /** Longer than the scenario: what ends it is the fence of the next publish. */
    Duration TRANSACTION = Duration.ofMinutes(1);

    @Test
    default void aWriterIsStoppedInTheMiddleOfAPublish() throws Exception {
        scenarios().holds("14-publish-stopped", load -> {
            var ghost = ghost();
            try (var held = HeldPublish.begin(fleet().broker().address(), fleet().folder(), ghost, TRANSACTION)) {
                held.signal("STOP");
                held.letItCommit();
                long revision = fleet().publish();
                held.signal("CONT");

                assertThat(held.outcome()).isEqualTo("refused: ProducerFencedException");
                Scenarios.awaitMore(load);
                assertThat(inForce()).isEqualTo(revision);
                assertThat(fleet().log().said())
                        .extracting(NodeStatus::hash)
                        .as("what nodes believed")
                        .doesNotContain(ghost.hash());
            }
        });
    }

    private long inForce() throws Exception {
        return fleet().distributor().get("/v1/policy").body().path("revision").asLong();
    }

    private SignedManifest ghost() throws Exception {
        var key = fleet().distributor().signingKey();
        long now = inForce();
        var text = "tollhouse: v1\npolicy: ghost\nrules: [{id: all, to: [\"**\"], action: allow}]\n";
        return SignedManifest.sign(
                Manifest.of(
                        TestDistributor.FLEET,
                        now + 1,
                        now,
                        Instant.now(),
                        "ghost",
                        key.keyId(),
                        "",
                        null,
                        text,
                        List.of()),
                key);
    }

    @Tag("long")
    @Test
    default void thePolicyTopicIsMadeAgainEmpty() throws Exception {
        scenarios().holds("15-policy-topic-gone", load -> {
            fleet().broker().delete(Topic.POLICY);
            await("each node says that the topic is empty")
                    .atMost(Scenarios.SOON)
                    .until(() -> {
                        fleet().broker().create(Topic.POLICY);
                        return fleet().nodes().stream()
                                .allMatch(node -> node.reasons().contains("holds no policy"));
                    });
            fleet().killAndStartAgain(fleet().node(1).process());
            await("it starts with the last good policy")
                    .atMost(Scenarios.SOON)
                    .until(() -> load.once(fleet().node(1).agent(), OutagesFleet.OPEN) == 204);
            await().atMost(Scenarios.SOON).ignoreException(AssertionError.class).until(fleet()::publish, any -> true);
        });
    }
}
