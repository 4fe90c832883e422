package io.tollhouse.local.opening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollhouse.contract.settings.Secret;
import io.tollhouse.local.probe.Http;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The little that a start needs of the distributor's API ({@code docs/api.md}). */
public final class Api {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final Secret token;

    public Api(String url, Secret token) {
        this.url = url;
        this.token = token;
    }

    /**
     * What came of publishing.
     *
     * @param revision 0 where it was not published
     * @param trouble what the API said then; empty otherwise
     */
    record Published(long revision, String trouble) {}

    /** The revision in force, 0 for none; empty when the API does not say. */
    OptionalLong revisionInForce() {
        var answer = get("/v1/policy");
        if (answer.status() == NOT_FOUND) {
            return OptionalLong.of(0);
        }
        long revision = json(answer).path("revision").asLong();
        return answer.isOk() && revision > 0 ? OptionalLong.of(revision) : OptionalLong.empty();
    }

    /** Publishes a policy where none is in force. */
    Published publishFirst(String text, String file) {
        var headers = Map.of("Authorization", bearer(), "Content-Type", "application/yaml", "X-Tollhouse-File", file);
        var uri = URI.create(url + "/v1/policy?base=0&why=" + encoded("the first policy of a new fleet"));
        var answer = Http.put(uri, headers, text, LIMIT);
        return answer.status() == CREATED
                ? new Published(json(answer).path("revision").asLong(), "")
                : new Published(0, trouble(answer));
    }

    private static String trouble(Http.Answer answer) {
        var problem = json(answer);
        var lines = StreamSupport.stream(problem.path("problems").spliterator(), false)
                .map(each -> each.path("text").asText())
                .collect(Collectors.joining("; "));
        return answer.status() + " " + problem.path("detail").asText(answer.body()) + (lines.isEmpty() ? "" : ": ")
                + lines;
    }

    /** The names of the nodes that live, are ready, and enforce a revision. */
    Set<String> nodesOn(long revision) {
        var names = new HashSet<String>();
        for (var node : json(get("/v1/fleet")).path("nodes")) {
            if (node.path("presence").asText().equals("live")
                    && node.path("state").asText().equals("ready")
                    && node.path("revision").asLong() == revision) {
                names.add(node.path("node").asText());
            }
        }
        return names;
    }

    /** Whether the audit search finds a record of a request. */
    boolean finds(String request) {
        var answer = get("/v1/audit?limit=1&since=1h&q=" + encoded("request:\"" + request + "\""));
        return answer.isOk() && !answer.body().isBlank();
    }

    private Http.Answer get(String path) {
        return Http.get(URI.create(url + path), Map.of("Authorization", bearer()), LIMIT);
    }

    private String bearer() {
        return "Bearer " + token.reveal();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A missing node where the answer is not JSON, so that reading it goes on to nothing. */
    private static JsonNode json(Http.Answer answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
