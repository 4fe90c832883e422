package io.tollhouse.consumer.delivery;

import io.tollhouse.consumer.document.Document;
import java.util.List;

/** Where documents go. */
public interface Index {
    /**
     * Creates each document that is not there yet.
     *
     * @return one result for each document, in their order
     * @throws IndexTrouble where the request failed as a whole, or its answer cannot be used
     */
    List<Result> create(List<Document> documents) throws IndexTrouble;

    /** What became of one document. */
    enum Outcome {
        CREATED,
        /** The same record is there already. */
        DUPLICATE,
        /** Another record is there already under its id. */
        CONFLICT,
        /** It can never be indexed. */
        POISON,
        /** Not now. */
        AGAIN
    }

    /**
     * The outcome of one document.
     *
     * @param cause of {@link Outcome#CONFLICT}, {@link Outcome#POISON} and {@link Outcome#AGAIN}, otherwise empty
     */
    record Result(Outcome outcome, String cause) {}
}
