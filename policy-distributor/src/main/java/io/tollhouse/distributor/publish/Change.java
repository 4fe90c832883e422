package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.Optional;

/**
 * Something that shall be in force, made anew for each attempt, since what lies below it may have moved.
 *
 * @param <R> what its author is told
 */
interface Change<R> {
    /**
     * What to write, now that everything that is committed was read and nobody else may write.
     *
     * @throws InvalidDocument where it cannot be a record
     * @throws NotPublished where it does not fit what is in force
     */
    Attempt<R> attempt() throws InvalidDocument, NotPublished;

    /** The records of one attempt, and how to know them again. */
    interface Attempt<R> {
        /** Written together or not at all. */
        List<Fence.Entry> entries();

        /** Whether these very records were read. */
        Optional<R> found();

        /**
         * They are committed, which is a moment before they can be read.
         *
         * @param appended one for each entry
         */
        R written(List<Fence.Appended> appended) throws InterruptedException;
    }
}
