package io.tollhouse.contract.fleet;

import java.util.List;
import java.util.TreeMap;

/**
 * The topics of this fleet as its operator wants them.
 *
 * @param replication factor of those that are made
 */
public record WantedTopics(List<Topic> topics, short replication) {
    public WantedTopics {
        topics = List.copyOf(topics);
    }

    /** Every topic of this version; with two replicas or more, a record must be on two of them to count as written. */
    public static WantedTopics of(int replication, int auditPartitions) {
        var topics = Topic.ALL.stream()
                .map(topic -> topic.equals(Topic.AUDIT) || topic.equals(Topic.PROGRESS)
                        ? topic.withPartitions(auditPartitions)
                        : topic)
                .map(topic -> replication < 2 ? topic : heldTwice(topic))
                .toList();
        return new WantedTopics(topics, (short) replication);
    }

    private static Topic heldTwice(Topic topic) {
        var config = new TreeMap<>(topic.config());
        config.put("min.insync.replicas", "2");
        return new Topic(topic.name(), topic.partitions(), config);
    }
}
