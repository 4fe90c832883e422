package io.tollhouse.distributor.publish;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaTrouble;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The right to write, which the last one to ask for it has. To hold it also ends what a predecessor left open, so that what is
 * read then is all there will ever be of that.
 */
interface Fence extends AutoCloseable {

    /** Where fences come from. */
    @FunctionalInterface
    interface Source {
        /**
         * Takes the fence.
         *
         * @throws KafkaTrouble where Kafka does not give it
         * @throws Lost where somebody else takes it at the same moment
         */
        Fence hold() throws KafkaTrouble, Lost;
    }

    /** A record to write. */
    record Entry(Topic topic, String key, byte[] value) {}

    /**
     * What the broker said of a record.
     *
     * @param at when it was appended
     */
    record Appended(long offset, Instant at) {}

    /** Somebody else holds the fence now, so that nothing of ours was written. It has no stack trace. */
    final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("another distributor publishes", null, false, false);
        }
    }

    /** Whether it was written is not known. It has no stack trace. */
    final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String why) {
            super(why, null, false, false);
        }
    }

    /** Kafka does not let us write, so that nothing was written. It has no stack trace. */
    final class Forbidden extends Exception {
        private static final long serialVersionUID = 1L;

        Forbidden(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Writes the records of one change, all or none.
     *
     * @param first may be large, and are made one by one as they are sent
     * @param then given where the first are, what comes after them
     * @return where each of those is that came after them
     * @throws Lost where somebody else holds the fence
     * @throws Unknown where it may be written or not
     * @throws Forbidden where this process lacks a right
     */
    List<Appended> write(List<Entry> first, Function<List<Appended>, List<Entry>> then)
            throws Lost, Unknown, Forbidden, InterruptedException;

    @Override
    void close();
}
