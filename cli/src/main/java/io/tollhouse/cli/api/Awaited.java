package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A record of the policy topic that nodes confirm.
 *
 * @param kind {@code policy} or {@code overlay}
 * @param at when the broker appended it
 */
public record Awaited(String kind, String topicId, long offset, Instant at) {
    static Awaited of(String kind, JsonNode answer) throws Unreachable {
        return new Awaited(
                kind, Member.text(answer, "topicId"), Member.number(answer, "offset"), Member.time(answer, "at"));
    }
}
