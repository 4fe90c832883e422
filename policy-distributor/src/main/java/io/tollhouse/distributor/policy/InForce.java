package io.tollhouse.distributor.policy;

import java.time.Instant;

/**
 * The revision that nodes should enforce, with its text and its place on the policy topic.
 *
 * @param topicId Kafka's id of the topic
 * @param at when the broker appended it
 */
public record InForce(Revision revision, String text, String topicId, long offset, Instant at) {}
