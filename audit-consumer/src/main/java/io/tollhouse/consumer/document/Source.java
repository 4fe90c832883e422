package io.tollhouse.consumer.document;

import java.time.Instant;

/**
 * Where a record stood.
 *
 * @param topicId Kafka's own id of the topic, since one that was made again begins at offset 0 as well
 * @param appended when the broker appended it, to the millisecond
 */
public record Source(String topicId, int partition, long offset, Instant appended) {
    /** As an id, for what has none of its own. */
    public String id() {
        return topicId + "-" + partition + "-" + offset;
    }
}
