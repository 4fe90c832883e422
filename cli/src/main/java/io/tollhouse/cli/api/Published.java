package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A revision that has just been published.
 *
 * @param document the whole answer
 * @param topicId with {@code offset}, the record on the policy topic
 * @param at when the broker appended it
 * @param nodes the runs that were live when the publish began
 * @param warnings what the policy says and its author probably did not mean, a line each
 */
public record Published(
        JsonNode document,
        long revision,
        String topicId,
        long offset,
        Instant at,
        List<Run> nodes,
        List<String> warnings) {

    /** One run of a node. */
    public record Run(String node, String boot) {
        static Run of(JsonNode node) throws Unreachable {
            return new Run(Member.text(node, "node"), Member.text(node, "boot"));
        }
    }

    static Published of(JsonNode answer) throws Unreachable {
        var nodes = new ArrayList<Run>();
        for (var node : answer.path("nodes")) {
            nodes.add(Run.of(node));
        }
        return new Published(
                answer,
                Member.number(answer, "revision"),
                Member.text(answer, "topicId"),
                Member.number(answer, "offset"),
                Member.time(answer, "at"),
                List.copyOf(nodes),
                Refused.texts(answer.path("warnings")));
    }
}
