package io.tollhouse.proxy.judge;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Headers;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, as far as it is known and may be shown.
 *
 * @param id the same in the answer and in all records of the request
 * @param kind a tunnel, or one HTTP request
 * @param user the verified identity; of a refusal also a claimed one, and null where none was claimed
 * @param destination null where the request is malformed
 * @param http null for a tunnel, and where the request is malformed
 * @param objection null where there is none
 */
public record Asked(
        String id,
        Facts.Kind kind,
        Client client,
        @Nullable String user,
        @Nullable Destination destination,
        @Nullable HttpPart http,
        @Nullable Objection objection) {

    /**
     * Of an HTTP request in clear.
     *
     * @param path as it came, without the query
     * @param headers as they came; none of their values is shown
     * @param webSocket whether it opens one
     * @param queryLength in characters; 0 where there is none
     * @param queryHmac null where there is none
     */
    public record HttpPart(
            String method,
            String path,
            Headers headers,
            boolean webSocket,
            long queryLength,
            @Nullable String queryHmac) {}

    /** A request that nobody can read. */
    public static Asked unreadable(String id, Facts.Kind kind, Client client) {
        return new Asked(id, kind, client, null, null, null, null);
    }

    /** The same, asked by somebody. */
    public Asked by(@Nullable String somebody) {
        return new Asked(id, kind, client, somebody, destination, http, objection);
    }

    /** The same, asked once more. */
    public Asked again(String newId) {
        return new Asked(newId, kind, client, user, destination, http, objection);
    }

    /** The verified identity, which everything has that is judged. */
    public String agent() {
        return Objects.requireNonNull(user, "only a verified request is judged");
    }

    /** What a policy judges. Of a verified request that could be read. */
    Facts facts(Instant at) {
        var agent = agent();
        var to = Objects.requireNonNull(destination, "only a request that could be read is judged");
        if (http == null) {
            return Facts.connect(agent, client.address(), to, at);
        }
        var request = new Facts.Request(http.method(), http.path(), http.headers(), http.webSocket());
        return Facts.http(agent, client.address(), to, at, request);
    }
}
