package io.tollhouse.consumer.retry;

import io.tollhouse.consumer.delivery.Index;
import io.tollhouse.consumer.delivery.Index.Result;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.index.EnvelopeStore;
import io.tollhouse.consumer.index.EnvelopeStore.Stored;
import io.tollhouse.consumer.retry.Retried.Outcome;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Tries dead letters again, a few at a time and one request at a time. Safe from any thread. */
public final class DeadLetterRetry {
    /** The most ids of one request: all of their originals are in memory at once. */
    public static final int MAX_IDS = 10;

    /** An index that is not there yet is made by the first. */
    private static final int ATTEMPTS = 5;

    private static final long PAUSE_MILLIS = 200;

    private final EnvelopeStore envelopes;
    private final Index index;
    private final Semaphore turn = new Semaphore(1);

    public DeadLetterRetry(EnvelopeStore envelopes, Index index) {
        this.envelopes = envelopes;
        this.index = index;
    }

    /**
     * Tries these.
     *
     * @param ids of envelopes, at most {@value #MAX_IDS}
     * @return one result for each envelope that was found, and one for each id without any
     */
    public List<Retried> retry(List<String> ids) throws RetryUnavailable, InterruptedException {
        if (!turn.tryAcquire()) {
            throw new RetryUnavailable("other dead letters are being tried again; wait until that has ended", true);
        }
        try {
            var missing = new LinkedHashSet<>(ids);
            var results = new ArrayList<Retried>();
            for (var envelope : envelopes.find(ids)) {
                missing.remove(envelope.id());
                results.add(retry(envelope));
            }
            missing.forEach(id -> results.add(new Retried(id, Outcome.MISSING, "there is no envelope of that id")));
            return results;
        } catch (IndexTrouble e) {
            throw new RetryUnavailable(e.reason(), false);
        } finally {
            turn.release();
        }
    }

    private Retried retry(Stored envelope) throws IndexTrouble, RetryUnavailable, InterruptedException {
        if (envelope.original() == null) {
            return new Retried(envelope.id(), Outcome.POISON, "its bytes were too many to be kept, or there were none");
        }
        Document document;
        try {
            document = Document.of(CheckedRecord.of(envelope.original()), envelope.source());
        } catch (NotARecord e) {
            return new Retried(envelope.id(), Outcome.POISON, String.valueOf(e.getMessage()));
        }
        var result = create(document);
        return switch (result.outcome()) {
            case CREATED -> removed(envelope, Outcome.CREATED);
            case DUPLICATE -> removed(envelope, Outcome.DUPLICATE);
            case CONFLICT -> new Retried(envelope.id(), Outcome.CONFLICT, result.cause());
            case POISON -> new Retried(envelope.id(), Outcome.POISON, result.cause());
            case BLOCKED -> new Retried(envelope.id(), Outcome.BLOCKED, document.index() + ": " + result.cause());
            case AGAIN ->
                throw new RetryUnavailable("Elasticsearch does not take records now: " + result.cause(), false);
        };
    }

    private Retried removed(Stored envelope, Outcome outcome) throws IndexTrouble {
        envelopes.remove(envelope);
        return new Retried(envelope.id(), outcome, "");
    }

    /** One alone, so that a refusal of the whole request is about this one. */
    private Result create(Document document) throws IndexTrouble, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                var result = index.create(List.of(document)).get(0);
                if (result.outcome() != Index.Outcome.AGAIN || attempt == ATTEMPTS) {
                    return result;
                }
            } catch (IndexTrouble e) {
                if (e.kind() == IndexTrouble.Kind.REFUSED) {
                    return new Result(Index.Outcome.POISON, e.reason());
                }
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
