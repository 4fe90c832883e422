package io.tollhouse.distributor.follow;

import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Duration;

/** How well a {@link Listener} is kept up to date, for those who rely on what it knows. Safe from any thread. */
public interface Reading {

    /**
     * Returns when everything was heard that is committed now.
     *
     * @throws KafkaTrouble where that does not happen within this time
     */
    void awaitEnd(Duration limit) throws KafkaTrouble, InterruptedException;

    /**
     * Holds that what the listener knows is what stands on the topics, or did a few seconds ago.
     *
     * @param patience so long it waits for a reading that has begun; trouble ends that at once
     * @throws KafkaTrouble where they were not read to their end, or Kafka is away
     */
    void requireFresh(Duration patience) throws KafkaTrouble, InterruptedException;

    /** The same, with a patience of a few seconds: a distributor that has just started, or trusts other keys, reads again. */
    default void requireFresh() throws KafkaTrouble, InterruptedException {
        requireFresh(Duration.ofSeconds(5));
    }
}
