package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart.Chunk;
import io.tollhouse.contract.fleet.Right;
import io.tollhouse.contract.fleet.Right.Operation;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.process.kafka.KafkaDesk;
import io.tollhouse.process.kafka.KafkaTrouble;
import io.tollhouse.process.lists.Chunks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Which chunks need not be written again. What manifests say is believed of a chunk when it was read back once from the topic that
 * there is: a topic may have been replaced, or cut, or written to by others. For whoever holds the fence.
 */
public final class ChunkCheck {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.CHUNKS.name(), 0);

    private final PolicyLog log;
    private final Chunks chunks;
    private final Question question;
    private final Map<String, Long> readBack = new HashMap<>();
    private String topicId = "";

    /** What Kafka says of the topic of chunks now. */
    public interface Question {
        /** The topic's id. */
        String id() throws KafkaTrouble, InterruptedException;

        /** Its first offset. */
        long start() throws KafkaTrouble, InterruptedException;

        /** Asked of Kafka. */
        static Question of(KafkaDesk desk) {
            return new Question() {
                @Override
                public String id() throws KafkaTrouble, InterruptedException {
                    return desk.describe(Topic.CHUNKS).id();
                }

                @Override
                public long start() throws KafkaTrouble, InterruptedException {
                    return desk.ask(
                                    "asking for the start of " + Topic.CHUNKS.name(),
                                    Right.on(Topic.CHUNKS, Operation.DESCRIBE),
                                    to -> to.listOffsets(Map.of(PARTITION, OffsetSpec.earliest()))
                                            .partitionResult(PARTITION))
                            .offset();
                }
            };
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param chunks where they are read back from
     */
    public ChunkCheck(PolicyLog log, Chunks chunks, Question question) {
        this.log = log;
        this.chunks = chunks;
        this.question = question;
    }

    /**
     * Those of these chunks that the topic has.
     *
     * @return their offsets by their hashes
     * @throws KafkaTrouble where Kafka does not say, and where there is no such topic: a producer that wrote to it might make it,
     *     and wrongly
     */
    public synchronized Map<String, Long> there(Collection<String> hashes) throws KafkaTrouble, InterruptedException {
        if (hashes.isEmpty()) {
            return Map.of();
        }
        forgetWhatIsGone();
        var named = new ArrayList<Chunk>();
        for (var hash : hashes) {
            log.chunk(hash).ifPresent(offset -> named.add(new Chunk(hash, offset)));
        }
        var unread = named.stream()
                .filter(chunk -> !readBack.containsKey(chunk.hash()))
                .toList();
        readBack.putAll(chunks.fetch(unread, (hash, bytes) -> {}));
        var there = new HashMap<>(readBack);
        there.keySet().retainAll(named.stream().map(Chunk::hash).toList());
        readBack.keySet().retainAll(there.keySet()); // those of other lists are read back again when they are needed
        return there;
    }

    private void forgetWhatIsGone() throws KafkaTrouble, InterruptedException {
        var id = question.id();
        if (!id.equals(topicId)) {
            readBack.clear();
            topicId = id;
        }
        long start = question.start();
        readBack.values().removeIf(offset -> offset < start);
    }
}
