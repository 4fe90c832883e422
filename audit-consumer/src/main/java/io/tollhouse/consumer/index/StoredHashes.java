package io.tollhouse.consumer.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.consumer.delivery.Index.Outcome;
import io.tollhouse.consumer.delivery.Index.Result;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.contract.audit.AuditField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a record that came twice from another one under the same id, by the hash that each carries. Elasticsearch says of both only
 * that the id is taken.
 */
final class StoredHashes {
    static final String HASH = AuditField.EVENT_HASH.path();
    private static final JsonFactory JSON = new JsonFactory();
    private static final Result DUPLICATE = new Result(Outcome.DUPLICATE, "");

    private final MultiGet get;

    StoredHashes(Cluster cluster) {
        this.get = new MultiGet(cluster);
    }

    /**
     * One result for each of these documents, whose ids are taken, in their order. Envelopes stand for bytes that no index takes and
     * are not told apart: the dead-letter topic has them all.
     *
     * @throws IndexTrouble where the stored ones cannot be read now
     */
    List<Result> compare(List<Document> taken) throws IndexTrouble {
        var records = taken.stream().filter(StoredHashes::isRecord).toList();
        var stored = records.isEmpty() ? JsonNodeFactory.instance.arrayNode() : read(records);
        var results = new ArrayList<Result>(taken.size());
        int next = 0;
        for (var document : taken) {
            results.add(isRecord(document) ? result(document, stored.path(next++)) : DUPLICATE);
        }
        return results;
    }

    static boolean isRecord(Document document) {
        return document.index().startsWith(IndexNames.AUDIT);
    }

    private static Result result(Document document, JsonNode stored) {
        if (!stored.path("found").asBoolean() || !stored.path("_id").asText().equals(document.id())) {
            return new Result(Outcome.AGAIN, "its id was taken, and is not there now");
        }
        var there = stored.path("_source").path(HASH).asText();
        var here = hash(document.bytes());
        return there.equals(here)
                ? DUPLICATE
                : new Result(
                        Outcome.CONFLICT,
                        "another record stands under this id: its event.hash is '%s', this one's is '%s'"
                                .formatted(there, here));
    }

    private JsonNode read(List<Document> documents) throws IndexTrouble {
        try {
            return get.read(
                    documents.stream()
                            .map(document -> new MultiGet.Place(document.index(), document.id()))
                            .toList(),
                    HASH);
        } catch (IOException | RuntimeException e) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY, "records whose ids are taken cannot be compared: " + Failures.sentence(e));
        }
    }

    /** Empty where there is none: records of the first versions had none. */
    static String hash(byte[] record) {
        try (var json = JSON.createParser(record)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                json.nextToken();
                if (HASH.equals(name)) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return "";
        } catch (IOException e) {
            return ""; // no record comes here that was not seen to be JSON
        }
    }
}
