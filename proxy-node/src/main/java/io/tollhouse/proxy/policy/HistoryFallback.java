package io.tollhouse.proxy.policy;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.health.Health;
import io.tollhouse.process.kafka.KafkaAccess;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads the history for a node that has nothing in force: of the policy topic a compaction leaves the newest record of each key, and
 * that one may be anybody's. For one thread only.
 */
final class HistoryFallback {
    private final String what;
    private final Supplier<Batch> batches;
    private final KafkaAccess access;
    private final KafkaDesk desk;
    private final Health.Part health;

    /**
     * Reads nothing yet.
     *
     * @param what it looks for, for people
     * @param batches empty ones, to read into
     */
    HistoryFallback(String what, Supplier<Batch> batches, KafkaAccess access, KafkaDesk desk, Health.Part health) {
        this.what = what;
        this.batches = batches;
        this.access = access;
        this.desk = desk;
        this.health = health;
    }

    /** What was wrong with it matters no more. */
    void isNotNeeded() {
        health.fine();
    }

    /**
     * Reads it from its start to its end.
     *
     * @param superseded whether it is of no use any more
     * @return empty where Kafka does not give it now, and where it was superseded
     */
    Optional<Batch> read(BooleanSupplier superseded) throws InterruptedException {
        try {
            desk.describe(Topic.HISTORY);
            try (var reader = PolicyReader.open(access, Topic.HISTORY, batches)) {
                var batch = reader.readToEnd(superseded);
                health.fine();
                return superseded.getAsBoolean() ? Optional.empty() : Optional.of(batch);
            }
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaTrouble e) {
            degraded(e.reason());
        } catch (Replaced e) {
            degraded("the history was replaced");
        } catch (KafkaException e) {
            degraded(KafkaTrouble.sentence(e));
        }
        return Optional.empty();
    }

    private void degraded(String why) {
        health.degraded("looking for " + what + " in the history: " + why);
    }
}
