package io.tollhouse.distributor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollhouse.contract.fleet.Manifest;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.fleet.BrokerClock;
import io.tollhouse.distributor.fleet.FleetView;
import io.tollhouse.distributor.follow.Reading;
import io.tollhouse.distributor.policy.PolicyLog;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillCheckTest {
    private static final String POLICY = "{tollhouse: v1, policy: p, rules: [{id: only, to: [a.test], action: allow}]}";
    private static final KillTarget UNKNOWN = KillTarget.parse(null, null, "onli", "node-2");

    @TempDir
    Path folder;

    private SigningKey key;
    private PolicyLog log;

    @BeforeEach
    void begin() throws IOException {
        key = SigningKey.generate(folder.resolve("key.pem"), folder.resolve("trusted"));
        var trusted = TrustedKeys.load(folder.resolve("trusted"));
        log = new PolicyLog(() -> trusted, "fleet", new Health());
        log.restart(Map.of());
        log.caughtUp();
    }

    private void inForce(String policy) {
        var manifest = Manifest.of("fleet", 1, 0, Instant.EPOCH, "ops", key.keyId(), "", null, policy, List.of());
        var bytes = SignedManifest.sign(manifest, key).bytes();
        var recordKey = Topic.POLICY_KEY.getBytes(StandardCharsets.UTF_8);
        log.record(new ConsumerRecord<>(Topic.POLICY.name(), 0, 1, recordKey, bytes), true);
    }

    private KillCheck check() {
        return new KillCheck(log, Optional.of(Set.of("node-1")));
    }

    @Test
    void whatIsNotThereIsRefusedWithTheNearestUnlessItIsForced() throws Failure {
        inForce(POLICY);

        var refused = catchThrowableOfType(Failure.class, () -> check().check(UNKNOWN, false));

        assertThat(refused.problem().detail())
                .contains("'onli'; did you mean 'only'?", "'node-2'; did you mean 'node-1'?");
        assertThat(check().check(UNKNOWN, true))
                .extracting(Problem::toString)
                .satisfiesExactly(
                        rule -> assertThat(rule).startsWith("kill: rule: no rule of the policy in force"),
                        node -> assertThat(node).startsWith("kill: node: the fleet has seen no node"));
        assertThat(check().check(KillTarget.parse(null, null, "only", "node-1"), false))
                .isEmpty();
    }

    @Test
    void withoutAPolicyThatIsBelievedAnyRuleMayBeKilled() throws Failure {
        assertThat(check().check(KillTarget.parse(null, null, "any", null), false))
                .isEmpty();
    }

    @Test
    void whereTheFleetCannotBeReadAnyNodeMayBeKilledAndNoneIsWaitedFor() throws Failure, InterruptedException {
        inForce(POLICY);
        var seen = Seen.of(new FleetView(new BrokerClock(Clock.systemUTC())), new Unreadable());

        assertThat(new KillCheck(log, seen.names()).check(KillTarget.parse(null, null, "only", "node-2"), false))
                .isEmpty();
        assertThat(seen.live()).isEmpty();
        assertThat(seen.warnings())
                .singleElement()
                .asString()
                .contains("fleet: it is not known which nodes are there (no right to read it)", "none is waited for");
    }

    /** A topic that nobody gets to read. */
    private static final class Unreadable implements Reading {
        @Override
        public void awaitEnd(Duration limit) throws KafkaTrouble {
            requireFresh(limit);
        }

        @Override
        public void requireFresh(Duration patience) throws KafkaTrouble {
            throw new KafkaTrouble("no right to read it");
        }
    }
}
