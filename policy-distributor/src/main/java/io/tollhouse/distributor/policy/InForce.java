package io.tollhouse.distributor.policy;

import io.tollhouse.contract.fleet.ListPart;
import io.tollhouse.contract.fleet.MaximumPart;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revision that nodes should enforce, with its text and its place on the policy topic.
 *
 * @param lists the list files of its text, by the path that names them
 * @param maximum that bounds it; null for nothing
 * @param topicId Kafka's id of the topic
 * @param at when the broker appended it
 */
public record InForce(
        Revision revision,
        String text,
        Map<String, ListPart> lists,
        @Nullable MaximumPart maximum,
        String topicId,
        long offset,
        Instant at) {}
