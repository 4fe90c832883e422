package io.tollhouse.consumer.comparison;

import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.index.StoredRecords;
import io.tollhouse.consumer.slice.Slice;
import io.tollhouse.consumer.slice.TopicSlices;
import io.tollhouse.consumer.slice.TopicSlices.Taken;
import io.tollhouse.consumer.slice.TopicUnavailable;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Compares slices of the audit topic with the index, one at a time. Safe from any thread. */
public final class Comparison {
    /** Of one request: few enough to be done before anybody loses patience, and to be in memory at once. */
    private static final int AT_ONCE = 1_000;

    private static final int WAIT_SECONDS = 5;

    /** A shard of a new day's index is still being opened for a moment. */
    private static final int ATTEMPTS = 10;

    private static final long PAUSE_MILLIS = 200;

    private final TopicSlices topic;
    private final Lookup lookup;
    private final Semaphore turn = new Semaphore(1);

    public Comparison(TopicSlices topic, StoredRecords stored) {
        this.topic = topic;
        this.lookup = new Lookup(stored);
    }

    /** What the topic has of a time, by when brokers appended it. */
    public TopicSlices.Found plan(Instant since, Instant until) throws ComparisonUnavailable, InterruptedException {
        try {
            return topic.find(since, until);
        } catch (TopicUnavailable e) {
            throw new ComparisonUnavailable(e.reason());
        }
    }

    /**
     * Compares the first records of a slice.
     *
     * @throws ComparisonUnavailable where Kafka or Elasticsearch does not do its part now
     */
    public Compared compare(String topicId, Slice slice) throws ComparisonUnavailable, InterruptedException {
        if (!turn.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new ComparisonUnavailable("too many compare at once; try again");
        }
        try {
            return comparePatiently(topic.take(topicId, slice, AT_ONCE));
        } catch (TopicUnavailable e) {
            throw new ComparisonUnavailable(e.reason());
        } finally {
            turn.release();
        }
    }

    private Compared comparePatiently(Taken taken) throws ComparisonUnavailable, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return lookup.compare(taken);
            } catch (IndexTrouble e) {
                if (attempt == ATTEMPTS) {
                    throw new ComparisonUnavailable(e.reason());
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
