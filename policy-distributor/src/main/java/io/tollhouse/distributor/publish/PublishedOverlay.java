package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.Problem;
import java.time.Instant;
import java.util.List;

/**
 * An overlay that was published, and where.
 *
 * @param id by which status and audit records call it
 * @param warnings what its author should know of it
 * @param topicId Kafka's id of the policy topic
 * @param offset of its record there, or of a later one where another overlay followed at once
 * @param at when the broker appended that record
 */
public record PublishedOverlay(
        String id, long revision, List<Problem> warnings, String topicId, long offset, Instant at) {
    public PublishedOverlay {
        warnings = List.copyOf(warnings);
    }
}
