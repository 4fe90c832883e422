package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

        /** The same attempt, of which its author is told something else. */
        default <S> Attempt<S> as(Function<R, S> told) {
            var same = this;
            return new Attempt<>() {
                @Override
                public List<Fence.Entry> entries() {
                    return same.entries();
                }

                @Override
                public Optional<S> found() {
                    return same.found().map(told);
                }

                @Override
                public S written(List<Fence.Appended> appended) throws InterruptedException {
                    return told.apply(same.written(appended));
                }
            };
        }
    }
}
