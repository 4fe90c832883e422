package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.consumer.document.Source;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.jspecify.annotations.Nullable;

/** The envelopes that stand in the index. Safe from any thread. */
public final class EnvelopeStore {
    /** More of one answer is never held; ten originals of the largest size fit. */
    private static final int MAX_ANSWER = 8 << 20;

    /** The same record may have an envelope for each day on which it came. */
    private static final int MAX_FOUND = 100;

    private static final int MISSING = 404;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final RequestOptions OPTIONS = RequestOptions.DEFAULT.toBuilder()
            .setHttpAsyncResponseConsumerFactory(new HeapBufferedResponseConsumerFactory(MAX_ANSWER))
            .build();

    private final Cluster cluster;

    public EnvelopeStore(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * One envelope.
     *
     * @param index where it stands
     * @param original the bytes that could not be indexed; null where they were too many to be kept
     * @param source of these bytes; its topic's id is not kept
     */
    public record Stored(String index, String id, byte @Nullable [] original, Source source) {}

    /**
     * Those with these ids that are there; an id may have several.
     *
     * @throws IndexTrouble where they cannot be read now
     */
    public List<Stored> find(List<String> ids) throws IndexTrouble {
        var body = JsonNodeFactory.instance.objectNode().put("size", MAX_FOUND);
        var values = body.putObject("query").putObject("ids").putArray("values");
        ids.forEach(values::add);
        var request = new Request("POST", "/" + IndexNames.ENVELOPE + "*/_search");
        request.setOptions(OPTIONS);
        request.addParameter("ignore_unavailable", "true");
        request.addParameter("allow_no_indices", "true");
        request.setJsonEntity(body.toString());
        try (var in = cluster.rest().performRequest(request).getEntity().getContent()) {
            var answer = MAPPER.readTree(in);
            if (answer.at("/_shards/failed").asInt() > 0) {
                throw new IOException("parts of the index do not answer");
            }
            var found = new ArrayList<Stored>();
            for (var hit : answer.at("/hits/hits")) {
                found.add(stored(hit));
            }
            return found;
        } catch (IOException | RuntimeException e) {
            throw new IndexTrouble(IndexTrouble.Kind.AWAY, "envelopes cannot be read now: " + Failures.sentence(e));
        }
    }

    private static Stored stored(JsonNode hit) throws IOException {
        var envelope = hit.path("_source");
        var original = envelope.path(Envelope.ORIGINAL);
        return new Stored(
                hit.path("_index").asText(),
                hit.path("_id").asText(),
                original.isTextual() ? original.binaryValue() : null,
                new Source(
                        "",
                        envelope.path(AuditField.INGEST_PARTITION.path()).asInt(),
                        envelope.path(AuditField.INGEST_OFFSET.path()).asLong(),
                        time(envelope.path(AuditField.INGEST_APPENDED.path()).asText())));
    }

    private static Instant time(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("an envelope does not say when its record was appended", e);
        }
    }

    /**
     * Deletes one; that it is gone already is fine.
     *
     * @throws IndexTrouble where it may still be there
     */
    public void remove(Stored envelope) throws IndexTrouble {
        var id = URLEncoder.encode(envelope.id(), StandardCharsets.UTF_8);
        try {
            cluster.rest().performRequest(new Request("DELETE", "/" + envelope.index() + "/_doc/" + id));
        } catch (IOException | RuntimeException e) {
            if (Failures.status(e).orElse(0) != MISSING) {
                throw new IndexTrouble(
                        IndexTrouble.Kind.AWAY,
                        "the event is there, and its envelope cannot be deleted: " + Failures.sentence(e));
            }
        }
    }
}
