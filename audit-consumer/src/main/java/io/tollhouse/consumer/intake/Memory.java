package io.tollhouse.consumer.intake;

import java.util.Map;
import java.util.Set;

/**
 * What is kept of partitions beside the group's offsets, for whoever has them next. Called by the intake's thread alone, which it
 * neither ends nor holds up for long: what cannot be kept is a sentence in health.
 */
public interface Memory {
    /**
     * Partitions came to this consumer.
     *
     * @param topicId Kafka's own id of the audit topic
     * @param commits where the group stood in those of which it has read this very topic; the others begin anew
     */
    void come(String topicId, Set<Integer> partitions, Map<Integer, Long> commits);

    /** A partition went. */
    void gone(int partition);

    /** What stands before these offsets, by partition, is done and will be committed now. Called with none too, from time to time. */
    void done(Map<Integer, Long> offsets);
}
