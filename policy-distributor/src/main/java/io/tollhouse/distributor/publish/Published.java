package io.tollhouse.distributor.publish;

import io.tollhouse.contract.yaml.Problem;
import io.tollhouse.distributor.policy.Revision;
import java.time.Instant;
import java.util.List;

/**
 * A revision that was published, and where.
 *
 * @param warnings what the document may say and its author probably did not mean
 * @param topicId Kafka's id of the policy topic
 * @param offset of its record there, or of a later one where another revision followed at once
 * @param at when the broker appended that record
 */
public record Published(Revision revision, List<Problem> warnings, String topicId, long offset, Instant at) {
    public Published {
        warnings = List.copyOf(warnings);
    }
}
