package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What a node takes that has nothing in force and cannot accept the newest policy: the newest one of the history that it
 * believes. Of the history too, only the newest few are looked at.
 */
final class HistoryFallback {
    private final ActiveRevision active;
    private final Choice<SignedManifest> choice;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;

    HistoryFallback(
            ActiveRevision active, Choice<SignedManifest> choice, KafkaAccess access, KafkaDesk desk, Health health) {
        this.active = active;
        this.choice = choice;
        this.access = access;
        this.desk = desk;
        this.health = health.part("policy-history");
    }

    /** What was wrong with it matters no more. */
    void isNotNeeded() {
        health.fine();
    }

    /**
     * Reads the history and puts the right one in force.
     *
     * @param superseded whether a newer policy has come meanwhile, so that the history is of no use any more
     * @return a sentence about what became of it; null where Kafka does not give it now, and where it was superseded
     */
    @Nullable
    String take(BooleanSupplier superseded) throws InterruptedException {
        try {
            desk.describe(Topic.HISTORY);
            try (var reader = PolicyReader.open(access, Topic.HISTORY)) {
                var batch = reader.readToEnd(superseded);
                health.fine();
                return superseded.getAsBoolean() ? null : take(batch);
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaTrouble e) {
            health.degraded("looking for an older policy: " + e.reason());
        } catch (Replaced e) {
            health.degraded("looking for an older policy: the history was replaced");
        } catch (KafkaException e) {
            health.degraded("looking for an older policy: " + KafkaTrouble.sentence(e));
        }
        return null;
    }

    private String take(Batch batch) {
        if (batch.hasPolicies()) {
            choice.choose(Verified.all(batch.policies(), active.kind()));
        }
        return active.revision() == 0
                ? "the history holds none that this node believes either"
                : "this node had none and took revision " + active.revision() + " from the history";
    }
}
