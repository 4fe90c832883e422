package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** Which gaps the audit trail has. That nobody can say it ends nothing: the fleet is another matter. */
final class TrailGaps {
    private static final int NAMED = 5;

    private TrailGaps() {}

    /** {@code nodes} as the API has them, or {@code error} with why nobody can say it. */
    static JsonNode asked(Api api) {
        try {
            return api.gaps();
        } catch (ApiException e) {
            return JsonNodeFactory.instance.objectNode().put("error", String.valueOf(e.getMessage()));
        }
    }

    /** The same for people. */
    static String line(JsonNode asked) {
        if (asked.hasNonNull("error")) {
            return "audit trail: whether it has gaps cannot be told: "
                    + asked.path("error").asText();
        }
        var nodes = new ArrayList<JsonNode>();
        asked.path("nodes").forEach(nodes::add);
        if (nodes.isEmpty()) {
            return "audit trail: no gaps";
        }
        var named = nodes.stream().limit(NAMED).map(TrailGaps::node).collect(Collectors.joining("; "));
        var more = nodes.size() > NAMED ? "; and " + (nodes.size() - NAMED) + " nodes more" : "";
        return "audit trail: " + counts(sum(nodes, "open"), sum(nodes, "final")) + ": " + named + more
                + ". See tollhouse audit search event.kind:alert --since 7d";
    }

    private static long sum(Iterable<JsonNode> nodes, String member) {
        long sum = 0;
        for (var node : nodes) {
            sum += node.path(member).asLong();
        }
        return sum;
    }

    private static String counts(long open, long judged) {
        return Count.of(open, "gap") + " open, " + judged + " final";
    }

    private static String node(JsonNode node) {
        return "%s (%d open, %d final, in %s)"
                .formatted(
                        node.path("node").asText(),
                        node.path("open").asLong(),
                        node.path("final").asLong(),
                        Count.of(node.path("streams").asLong(), "stream"));
    }
}
