package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.process.kafka.KafkaTrouble;
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
     * @throws KafkaTrouble where Kafka does not give what it is made from
     */
    Attempt<R> attempt() throws InvalidDocument, NotPublished, KafkaTrouble, InterruptedException;

    /** The records of one attempt, and how to know them again. */
    interface Attempt<R> {
        /** What the other records name by its place: written before them, and with them or not at all. */
        default List<Fence.Entry> first() {
            return List.of();
        }

        /**
         * Written together or not at all. To be called once.
         *
         * @param first where those before them are, one for each
         */
        List<Fence.Entry> entries(List<Fence.Appended> first);

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
                public List<Fence.Entry> first() {
                    return same.first();
                }

                @Override
                public List<Fence.Entry> entries(List<Fence.Appended> first) {
                    return same.entries(first);
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
