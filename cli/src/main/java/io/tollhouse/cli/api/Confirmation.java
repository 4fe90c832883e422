package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.Published.Run;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one node has made of a record of the policy topic.
 *
 * @param document the whole answer about it
 * @param presence {@code live}, {@code lost} or {@code left}
 * @param revision that it has in force; 0 for none
 * @param at when the broker appended the status that confirmed; null before
 * @param tunnelsCut how many tunnels the node cut for that record
 * @param error why the node will not act on the record; null for nothing
 */
public record Confirmation(
        JsonNode document,
        Run run,
        String presence,
        String state,
        long revision,
        boolean confirmed,
        @Nullable Instant at,
        long tunnelsCut,
        @Nullable String error) {

    static Confirmation of(JsonNode node) throws Unreachable {
        boolean confirmed = node.path("confirmed").asBoolean();
        return new Confirmation(
                node,
                Run.of(node),
                Member.text(node, "presence"),
                Member.text(node, "state"),
                Member.number(node, "revision"),
                confirmed,
                confirmed ? Member.time(node, "at") : null,
                node.path("tunnelsCut").asLong(),
                node.hasNonNull("error") ? Member.text(node, "error") : null);
    }

    /** What the node has made of two records: it confirms them once it has confirmed both. */
    Confirmation and(Confirmation other) {
        boolean both = confirmed && other.confirmed;
        return new Confirmation(
                confirmed ? other.document : document,
                run,
                other.presence,
                other.state,
                other.revision,
                both,
                both && at != null && other.at != null && other.at.isBefore(at) ? at : other.at,
                tunnelsCut + other.tunnelsCut,
                error == null ? other.error : error);
    }
}
