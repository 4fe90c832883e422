package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has just been published.
 *
 * @param document the whole answer
 * @param records what nodes confirm; one at least
 * @param nodes the runs that were live when the publish began
 * @param warnings what a policy says and its author probably did not mean, a line each
 */
public record Published(
        JsonNode document, long revision, List<Awaited> records, List<Run> nodes, List<String> warnings) {
    public Published {
        records = List.copyOf(records);
        nodes = List.copyOf(nodes);
        warnings = List.copyOf(warnings);
    }

    /** One run of a node. */
    public record Run(String node, String boot) {
        static Run of(JsonNode node) throws Unreachable {
            return new Run(Member.text(node, "node"), Member.text(node, "boot"));
        }
    }

    /** A policy. */
    static Published policy(JsonNode answer) throws Unreachable {
        return of(answer, List.of(Awaited.of("policy", answer)));
    }

    /** What is laid over the policy. */
    static Published overlay(JsonNode answer) throws Unreachable {
        return of(answer, List.of(Awaited.of("overlay", answer)));
    }

    /** A policy, and what is laid over it where something is. */
    static Published resigned(JsonNode answer) throws Unreachable {
        var policy = Awaited.of("policy", answer);
        return of(
                answer,
                answer.path("overlay").isObject()
                        ? List.of(policy, Awaited.of("overlay", answer.path("overlay")))
                        : List.of(policy));
    }

    private static Published of(JsonNode answer, List<Awaited> records) throws Unreachable {
        var nodes = new ArrayList<Run>();
        for (var node : answer.path("nodes")) {
            nodes.add(Run.of(node));
        }
        return new Published(
                answer, Member.number(answer, "revision"), records, nodes, Refused.texts(answer.path("warnings")));
    }

    /** When the broker appended the first of them. */
    public Instant at() {
        return records.get(0).at();
    }
}
