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

    /**
     * Looks up what stands under the ids of documents.
     *
     * @return one result for each document, in their order: {@link Outcome#DUPLICATE}, {@link Outcome#CONFLICT}, or {@link
     *     Outcome#AGAIN} where nothing can be seen there
     * @throws IndexTrouble where nothing can be looked up now
     */
    List<Result> find(List<Document> documents) throws IndexTrouble;

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
        AGAIN,
        /** Not while its index is closed, or somebody forbids writes to it. */
        BLOCKED
    }

    /**
     * The outcome of one document.
     *
     * @param cause of all but {@link Outcome#CREATED} and {@link Outcome#DUPLICATE}, otherwise empty
     */
    record Result(Outcome outcome, String cause) {}
}
