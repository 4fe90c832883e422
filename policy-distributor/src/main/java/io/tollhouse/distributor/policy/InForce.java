package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart;
import java.time.Instant;
import java.util.Map;

/**
 * The revision that nodes should enforce, with its text and its place on the policy topic.
 *
 * @param lists the list files of its text, by the path that names them
 * @param topicId Kafka's id of the topic
 * @param at when the broker appended it
 */
public record InForce(
        Revision revision, String text, Map<String, ListPart> lists, String topicId, long offset, Instant at) {}
