package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.consumer.document.IndexNames;
import java.io.IOException;
import java.util.List;
import org.elasticsearch.client.Request;

/** Reads one field of many documents, each by its id, also of those that no search finds yet. */
final class MultiGet {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Cluster cluster;

    MultiGet(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Where a document stands, if it does. */
    record Place(String index, String id) {}

    /**
     * One answer for each place, in their order.
     *
     * @throws IOException where they cannot be read now
     */
    JsonNode read(List<Place> places, String field) throws IOException {
        var request = new Request("POST", "/_mget");
        request.addParameter("_source_includes", field);
        request.setJsonEntity(body(places).toString());
        try (var in = cluster.rest().performRequest(request).getEntity().getContent()) {
            var stored = MAPPER.readTree(in).path("docs");
            if (stored.size() != places.size()) {
                throw new IOException("%d answers to %d questions".formatted(stored.size(), places.size()));
            }
            return stored;
        }
    }

    private static ObjectNode body(List<Place> places) {
        var body = MAPPER.createObjectNode();
        var asked = body.putArray("docs");
        places.forEach(place ->
                asked.addObject().put("_index", IndexNames.alias(place.index())).put("_id", place.id()));
        return body;
    }
}
