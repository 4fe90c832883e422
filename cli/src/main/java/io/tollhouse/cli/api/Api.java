package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.cli.api.Published.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The distributor's API, a method for each request of {@code docs/api.md} that the command line makes. */
public final class Api {
    private static final Duration LIMIT = Transport.LIMIT;
    /** Long lists are read, compiled and written before there is an answer. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private static final Effect HISTORY = Effect.published("tollhouse policy history");
    private static final String MAXIMUM = "/v1/policy/maximum";
    private static final String REINDEX = "/v1/audit/reindex";
    private static final String COMPARISON = "/v1/audit/comparison";
    private static final Effect KILLS = Effect.published("tollhouse kill list");

    /** The tail shows each 10 seconds that it lives. */
    private static final Duration TAIL_SILENCE = Duration.ofSeconds(30);

    private final Transport transport;

    public Api(Endpoint endpoint) {
        this.transport = new Transport(endpoint);
    }

    /**
     * Publishes a policy.
     *
     * @param base the revision that its author saw; null = whatever is in force
     */
    public Published publish(Document policy, @Nullable Long base, @Nullable String why) throws ApiException {
        var path = Query.of("/v1/policy").with("base", base).with("why", why).toString();
        return put(path, policy);
    }

    /**
     * What is decided of a request by what is in force.
     *
     * @param resolves addresses, with commas; empty = the name alone is judged
     */
    public JsonNode explain(String agent, String request, @Nullable String from, String resolves, @Nullable String at)
            throws ApiException {
        return transport.get(
                Query.of("/v1/policy/explain")
                        .with("agent", agent)
                        .with("request", request)
                        .with("from", from)
                        .with("resolves", resolves.isEmpty() ? null : resolves)
                        .with("time", at)
                        .toString(),
                LIMIT);
    }

    /** What no policy may exceed, with who put it in force. */
    public JsonNode maximum() throws ApiException {
        return transport.get(MAXIMUM, LIMIT);
    }

    /** Publishes the policy in force once more, under this maximum. */
    public Published publishMaximum(Document maximum, @Nullable String why) throws ApiException {
        var path = Query.of(MAXIMUM).with("why", why).toString();
        return put(path, maximum);
    }

    /** Publishes the policy in force once more, under no maximum. */
    public Published removeMaximum(@Nullable String why) throws ApiException {
        var path = Query.of(MAXIMUM).with("why", why).toString();
        return Published.policy(transport.send("DELETE", path, new byte[0], Map.of(), HISTORY));
    }

    private Published put(String path, Document document) throws ApiException {
        var sent = document.sent();
        var limit = document.files().isEmpty() ? LIMIT : LONG;
        return Published.policy(transport.send("PUT", path, sent.body(), sent.headers(), HISTORY, limit));
    }

    /** What the nodes have made of what was published: of all of its records together. */
    public List<Confirmation> confirmations(Published published, Duration limit) throws ApiException {
        var all = new LinkedHashMap<Run, Confirmation>();
        for (var record : published.records()) {
            var path = Query.of("/v1/policy/confirmations")
                    .with("kind", record.kind())
                    .with("topicId", record.topicId())
                    .with("offset", record.offset());
            for (var node : transport.get(path.toString(), limit).path("nodes")) {
                var confirmation = Confirmation.of(node);
                all.merge(confirmation.run(), confirmation, Confirmation::and);
            }
        }
        return List.copyOf(all.values());
    }

    /**
     * Signs what is in force once more.
     *
     * @param force although a live node does not trust the key yet
     */
    public Published resign(boolean force) throws ApiException {
        var path =
                Query.of("/v1/policy/resign").with("force", force ? true : null).toString();
        return Published.resigned(transport.send("POST", path, new byte[0], Map.of(), HISTORY));
    }

    /** Which key signs, and which keys each node believes. */
    public JsonNode keys() throws ApiException {
        return transport.get("/v1/keys", LIMIT);
    }

    /** What the checkpoint topic says of the runs of nodes. */
    public JsonNode boots() throws ApiException {
        return transport.get("/v1/boots", LIMIT);
    }

    /** The kills that hold. */
    public JsonNode kills() throws ApiException {
        return transport.get("/v1/kills", LIMIT);
    }

    /**
     * Orders a kill.
     *
     * @param lasts as {@code 30m}; null = until it is lifted
     * @param force although something is not known that it touches
     */
    public Published kill(Selector selector, @Nullable String lasts, @Nullable String why, boolean force)
            throws ApiException {
        var body = selector.toJson();
        if (lasts != null) {
            body.put("for", lasts);
        }
        if (why != null) {
            body.put("why", why);
        }
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        var json = Map.of("Content-Type", "application/json");
        var path = Query.of("/v1/kills").with("force", force ? true : null).toString();
        return Published.overlay(transport.send("POST", path, bytes, json, KILLS));
    }

    /**
     * Lifts the kill that has exactly this selector.
     *
     * @param force although others are lifted with it that the distributor does not know
     */
    public Published lift(Selector selector, @Nullable String why, boolean force) throws ApiException {
        var path = selector.in(Query.of("/v1/kills"))
                .with("why", why)
                .with("force", force ? true : null)
                .toString();
        return Published.overlay(transport.send("DELETE", path, new byte[0], Map.of(), KILLS));
    }

    /** The revision in force, with its text. */
    public JsonNode policy() throws ApiException {
        return transport.get("/v1/policy", LIMIT);
    }

    /** Any revision, with its text. */
    public JsonNode policy(long revision) throws ApiException {
        return transport.get("/v1/policy/revisions/" + revision, LIMIT);
    }

    /** The newest revisions, without their texts. */
    public JsonNode revisions(long limit) throws ApiException {
        return transport.get(
                Query.of("/v1/policy/revisions").with("limit", limit).toString(), LIMIT);
    }

    /** The nodes, as they last said of themselves. */
    public JsonNode fleet() throws ApiException {
        return transport.get("/v1/fleet", LIMIT);
    }

    /** Which gaps the audit trail has, node by node, as audit consumers know it. */
    public JsonNode gaps() throws ApiException {
        return transport.get("/v1/audit/gaps", LIMIT);
    }

    /** The first page of a search. */
    public Page search(Search search, int limit) throws ApiException {
        var path = Query.of("/v1/audit")
                .with("q", search.query())
                .with("since", search.since())
                .with("until", search.until())
                .with("sort", search.sort())
                .with("limit", limit);
        return Page.of(transport.lines(path.toString(), LIMIT));
    }

    /** A page after another one. */
    public Page next(String cursor, int limit) throws ApiException {
        var path = Query.of("/v1/audit").with("after", cursor).with("limit", limit);
        return Page.of(transport.lines(path.toString(), LIMIT));
    }

    /** Records as they come, until somebody ends it. */
    public Lines tail(@Nullable String query) throws ApiException {
        return transport.lines(Query.of("/v1/audit/tail").with("q", query).toString(), TAIL_SILENCE);
    }

    /**
     * What the audit topic has of a time; the last line says how many they were.
     *
     * @param since a time or an age
     * @param until a time or an age
     */
    public Page topic(String since, String until) throws ApiException {
        var path = Query.of("/v1/audit/topic").with("since", since).with("until", until);
        return Page.of(transport.lines(path.toString(), TAIL_SILENCE));
    }

    /**
     * What the audit topic has of a time, to be indexed once more.
     *
     * @param since a time or an age
     * @param until a time or an age
     */
    public JsonNode planReindex(String since, String until) throws ApiException {
        var path = Query.of(REINDEX).with("since", since).with("until", until);
        return transport.get(path.toString(), LIMIT);
    }

    /**
     * Indexes the first records of a slice once more.
     *
     * @param slice as the plan has it, with the topic's id
     */
    public JsonNode reindex(JsonNode slice) throws ApiException {
        return transport.send(
                "POST",
                REINDEX,
                Body.of(slice.toString().getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "application/json"),
                Effect.indexed("tollhouse audit search"),
                LIMIT);
    }

    /**
     * What the audit topic has of a time, to be compared with the index.
     *
     * @param since a time or an age
     * @param until a time or an age
     */
    public JsonNode planComparison(String since, String until) throws ApiException {
        var path = Query.of(COMPARISON).with("since", since).with("until", until);
        return transport.get(path.toString(), LIMIT);
    }

    /**
     * Compares the first records of a slice with the index.
     *
     * @param slice as the plan has it, with the topic's id
     */
    public JsonNode compare(JsonNode slice) throws ApiException {
        var path = Query.of(COMPARISON + "/slice")
                .with("topicId", slice.path("topicId").asText())
                .with("partition", slice.path("partition").asInt())
                .with("from", slice.path("from").asLong())
                .with("to", slice.path("to").asLong());
        return transport.get(path.toString(), LIMIT);
    }

    /**
     * Tries dead letters again.
     *
     * @param ids at most 10
     */
    public JsonNode retryDeadLetters(List<String> ids) throws ApiException {
        var body = JsonNodeFactory.instance.objectNode();
        ids.forEach(body.putArray("ids")::add);
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return transport.send(
                "POST",
                "/v1/audit/dead-letter/retry",
                Body.of(bytes),
                Map.of("Content-Type", "application/json"),
                Effect.indexed("tollhouse audit dead-letter list"),
                LIMIT);
    }
}
