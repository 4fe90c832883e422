package io.tollhouse.consumer.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin with partitions that came to us: where the group stands, or at the start where it stands nowhere or where nothing is.
 * Commits carry the topic's id, since one that was made again has the same offsets.
 */
final class Beginning {
    private final String topicId;
    private final @Nullable String readBefore;
    private final Losses losses;

    /**
     * Of one topic.
     *
     * @param topicId Kafka's own id of the topic that is read
     * @param readBefore the one that this process read last; null where it has read none
     */
    Beginning(String topicId, @Nullable String readBefore, Losses losses) {
        this.topicId = topicId;
        this.readBefore = readBefore;
        this.losses = losses;
    }

    /** What to commit so that the next one to get the partition knows of which topic it is. */
    OffsetAndMetadata commit(long offset) {
        return new OffsetAndMetadata(offset, topicId);
    }

    /** Of the topic that is read. */
    String topicId() {
        return topicId;
    }

    /**
     * Seeks explicitly: the setting for it would also hide that records were lost.
     *
     * @return where the group stood, by partition, but for those where that means nothing on this topic
     */
    Map<Integer, Long> seek(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> added) {
        var partitions = Set.copyOf(added);
        var known = consumer.committed(partitions);
        var starts = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        var fromStart = new ArrayList<TopicPartition>();
        var stood = new HashMap<Integer, Long>();
        for (var partition : partitions) {
            long start = starts.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            var committed = known.get(partition);
            if (!isThere(partition, committed, start, end)) {
                fromStart.add(partition);
            }
            if (committed != null && isOfThisTopic(committed) && committed.offset() <= end) {
                stood.put(partition.partition(), committed.offset());
            }
        }
        if (!fromStart.isEmpty()) {
            consumer.seekToBeginning(fromStart);
        }
        return stood;
    }

    private boolean isOfThisTopic(OffsetAndMetadata committed) {
        return committed.metadata().isEmpty() || committed.metadata().equals(topicId);
    }

    private boolean isThere(TopicPartition partition, @Nullable OffsetAndMetadata committed, long start, long end) {
        if (committed == null) {
            if (readBefore != null && !readBefore.equals(topicId)) {
                losses.replaced(partition, readBefore, topicId); // the broker has dropped the commits with the topic
            }
            return false;
        }
        var before = committed.metadata();
        long offset = committed.offset();
        if (!isOfThisTopic(committed)) {
            losses.replaced(partition, before, topicId);
        } else if (offset < start) {
            losses.expired(partition, offset, start);
        } else if (offset > end) {
            losses.beyond(partition, offset, end);
        } else {
            return true;
        }
        return false;
    }
}
