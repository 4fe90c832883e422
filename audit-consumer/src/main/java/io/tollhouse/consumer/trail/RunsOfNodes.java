package io.tollhouse.consumer.trail;

import io.tollhouse.contract.trail.BootRegister;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.io.IOException;
import java.time.Instant;

/** Gives what is known, beside the trail, of the runs of nodes that wrote it. */
@FunctionalInterface
public interface RunsOfNodes {
    /**
     * As it is now.
     *
     * @param from nothing that was signed before is of use
     * @param to nothing that was signed later is of use
     * @param settled runs that were begun later may still be countersigned
     * @throws KafkaTrouble where Kafka does not say
     * @throws IOException where the trusted keys cannot be read
     */
    BootRegister read(Instant from, Instant to, Instant settled) throws KafkaTrouble, IOException, InterruptedException;
}
