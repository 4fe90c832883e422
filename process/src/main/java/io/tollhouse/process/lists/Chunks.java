package io.tollhouse.process.lists;

import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.util.Collection;
import java.util.Map;

/** Where chunks come from that are not here. */
@FunctionalInterface
public interface Chunks {

    /** Takes chunks as they come. */
    @FunctionalInterface
    interface Sink {
        /** One of those that were asked for, each at most once. Its bytes have the hash. */
        void take(String hash, byte[] bytes);
    }

    /**
     * Fetches chunks. Blocks, but not for ever.
     *
     * @param wanted by different hashes
     * @return the offset at which each stands, of those that there are
     * @throws KafkaTrouble where that cannot be said now
     */
    Map<String, Long> fetch(Collection<Chunk> wanted, Sink sink) throws KafkaTrouble, InterruptedException;
}
