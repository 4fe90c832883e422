package io.tollhouse.distributor.publish;

import java.time.Instant;

/**
 * An overlay that was published, and where.
 *
 * @param id by which status and audit records call it
 * @param topicId Kafka's id of the policy topic
 * @param offset of its record there, or of a later one where another overlay followed at once
 * @param at when the broker appended that record
 */
public record PublishedOverlay(String id, long revision, String topicId, long offset, Instant at) {}
