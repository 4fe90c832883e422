package io.tollhouse.consumer.reindex;

import io.tollhouse.consumer.delivery.Index;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.slice.Slice;
import io.tollhouse.consumer.slice.TopicSlices;
import io.tollhouse.consumer.slice.TopicUnavailable;
import io.tollhouse.contract.audit.CheckedRecord;
import io.tollhouse.contract.audit.CheckedRecord.NotARecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Indexes slices of the audit topic once more, one at a time. Safe from any thread. */
public final class Reindex {
    /** Of one request: few enough to be done before anybody loses patience, and to be in memory at once. */
    private static final int AT_ONCE = 1_000;

    /** An index that is not there yet is made by the first. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 250;

    private final TopicSlices topic;
    private final Index index;
    private final Semaphore turn = new Semaphore(1);

    public Reindex(TopicSlices topic, Index index) {
        this.topic = topic;
        this.index = index;
    }

    /** What the topic has of a time, by when brokers appended it. */
    public TopicSlices.Found plan(Instant since, Instant until) throws ReindexUnavailable, InterruptedException {
        try {
            return topic.find(since, until);
        } catch (TopicUnavailable e) {
            throw new ReindexUnavailable(e.reason(), false);
        }
    }

    /**
     * Indexes the first records of a slice.
     *
     * @throws ReindexUnavailable where Kafka or Elasticsearch does not do its part now, or another slice is being indexed
     */
    public Reindexed index(String topicId, Slice slice) throws ReindexUnavailable, InterruptedException {
        if (!turn.tryAcquire()) {
            throw new ReindexUnavailable("somebody else indexes records once more; wait until that has ended", true);
        }
        try {
            var taken = topic.take(topicId, slice, AT_ONCE);
            var counts = new Reindexed.Counts();
            var documents = new ArrayList<Document>();
            for (var message : taken.messages()) {
                try {
                    documents.add(Document.of(CheckedRecord.of(message.value()), message.source()));
                } catch (NotARecord e) {
                    counts.poison(String.valueOf(e.getMessage()));
                }
            }
            create(documents, counts);
            return counts.upTo(taken.next());
        } catch (TopicUnavailable e) {
            throw new ReindexUnavailable(e.reason(), false);
        } finally {
            turn.release();
        }
    }

    private void create(List<Document> documents, Reindexed.Counts counts)
            throws ReindexUnavailable, InterruptedException {
        var left = documents;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            try {
                left = sortOut(left, index.create(left), counts, attempt == ATTEMPTS);
            } catch (IndexTrouble e) {
                if (attempt == ATTEMPTS) {
                    throw new ReindexUnavailable(e.reason(), false);
                }
                if (e.kind() == IndexTrouble.Kind.TOO_LARGE || e.kind() == IndexTrouble.Kind.REFUSED) {
                    halves(left, e, counts);
                    return;
                }
            }
            if (!left.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void halves(List<Document> documents, IndexTrouble trouble, Reindexed.Counts counts)
            throws ReindexUnavailable, InterruptedException {
        if (documents.size() == 1) {
            counts.poison(trouble.reason());
            return;
        }
        create(documents.subList(0, documents.size() / 2), counts);
        create(documents.subList(documents.size() / 2, documents.size()), counts);
    }

    private static List<Document> sortOut(
            List<Document> sent, List<Index.Result> results, Reindexed.Counts counts, boolean isLast)
            throws ReindexUnavailable {
        var left = new ArrayList<Document>();
        for (int i = 0; i < sent.size(); i++) {
            var result = results.get(i);
            switch (result.outcome()) {
                case CREATED -> counts.created();
                case DUPLICATE -> counts.duplicate();
                case CONFLICT -> counts.conflict(sent.get(i).id());
                case POISON -> counts.poison(result.cause());
                case AGAIN, BLOCKED -> {
                    if (isLast) {
                        throw new ReindexUnavailable(
                                "the index " + sent.get(i).index() + " does not take records now: " + result.cause(),
                                false);
                    }
                    left.add(sent.get(i));
                }
            }
        }
        return left;
    }
}
