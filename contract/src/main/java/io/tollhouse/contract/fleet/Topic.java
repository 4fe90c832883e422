package io.tollhouse.contract.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic and what it must be set to.
 *
 * @param partitions exact where the order of the whole topic matters (1), otherwise what a new topic gets
 * @param config required values; a topic that differs is wrong
 */
public record Topic(String name, int partitions, Map<String, String> config) {
    private static final String MIB = String.valueOf(1 << 20);

    /** Policy in force, candidate and overlay: the last signed record of each key. */
    public static final Topic POLICY = compacted("tollhouse.policy", 16, Map.of());

    /** The chunks of list files, each under its hash. */
    public static final Topic CHUNKS = compacted(
            "tollhouse.policy.chunks",
            64,
            Map.of("max.message.bytes", String.valueOf(ListPart.MAX_CHUNK_BYTES + 64 * 1024)));

    /** Every revision of policy and overlay there was, kept for ever. */
    public static final Topic HISTORY =
            new Topic("tollhouse.policy.history", 1, with(Map.of("cleanup.policy", "delete", "retention.ms", "-1")));

    /** The status of each boot of each node. */
    public static final Topic FLEET = compacted(
            "tollhouse.fleet",
            32,
            Map.of("cleanup.policy", "compact,delete", "retention.ms", millis(Duration.ofDays(1))));

    /** Every audit record. Partitions may be more than these. */
    public static final Topic AUDIT = new Topic(
            "tollhouse.audit",
            12,
            with(Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", millis(Duration.ofDays(7)),
                    "max.message.bytes", String.valueOf(256 * 1024))));

    /** What audit consumers know of each stream, on the partition that its records have on {@link #AUDIT}. */
    public static final Topic PROGRESS =
            compacted("tollhouse.audit.progress", 16, Map.of()).withPartitions(AUDIT.partitions());

    /**
     * The keys of all runs of nodes, their countersignatures, and how far each run has come at last. One partition, since what was said first
     * counts. What lives longer than {@link #AUDIT} can prove what that has had.
     */
    public static final Topic CHECKPOINT = compacted(
            "tollhouse.audit.checkpoint",
            16,
            Map.of("cleanup.policy", "compact,delete", "retention.ms", millis(Duration.ofDays(37))));

    /** Records that no index takes, as they came, with the cause in headers. */
    public static final Topic DEAD_LETTER = new Topic(
            "tollhouse.audit.dead-letter",
            3,
            with(Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", millis(Duration.ofDays(30)),
                    "max.message.bytes", String.valueOf(320 * 1024))));

    /** All topics of this version. */
    public static final List<Topic> ALL =
            List.of(POLICY, CHUNKS, HISTORY, FLEET, AUDIT, PROGRESS, CHECKPOINT, DEAD_LETTER);

    /** The key of the policy in force on {@link #POLICY}. */
    public static final String POLICY_KEY = "policy";

    /** The key of what is laid over the policy, on {@link #POLICY}. */
    public static final String OVERLAY_KEY = "overlay";

    /** What the keys of overlays begin with on {@link #HISTORY}; their revision follows. */
    public static final String OVERLAY_HISTORY = "overlay/";

    /** The one transactional id under which policy, chunks, history and overlay are written. */
    public static final String TRANSACTIONAL_ID = "tollhouse-policy";

    public Topic {
        config = Map.copyOf(config);
    }

    /** Whether every partition count but this one is wrong. */
    public boolean exactPartitions() {
        return partitions == 1;
    }

    /** The same topic with another number of partitions. */
    public Topic withPartitions(int number) {
        return new Topic(name, number, config);
    }

    private static Topic compacted(String name, int segmentMib, Map<String, String> more) {
        var config = with(Map.of(
                "cleanup.policy",
                "compact",
                "segment.bytes",
                String.valueOf(segmentMib * Long.parseLong(MIB)),
                "segment.ms",
                millis(Duration.ofMinutes(10)),
                "min.cleanable.dirty.ratio",
                "0.1"));
        config.putAll(more);
        return new Topic(name, 1, config);
    }

    private static Map<String, String> with(Map<String, String> config) {
        var all = new TreeMap<>(config);
        all.put("message.timestamp.type", "LogAppendTime");
        return all;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
