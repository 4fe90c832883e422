package io.tollhouse.consumer.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.consumer.delivery.IndexTrouble;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.Envelope;
import io.tollhouse.consumer.document.IndexNames;
import io.tollhouse.consumer.document.Poison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells which records are there, each where it must stand. Writes nothing. Safe from any thread. */
public final class StoredRecords {
    /** Of envelopes, whose originals are read: so many of the largest are some 4 MiB. */
    private static final int ENVELOPES = 50;

    private static final String NO_INDEX = "index_not_found_exception";

    private final MultiGet get;

    public StoredRecords(Cluster cluster) {
        this.get = new MultiGet(cluster);
    }

    /** What stands under the id of a record. */
    public enum Copy {
        /** The record, by its hash. */
        SAME,
        /** Something with another hash. */
        OTHER,
        NOTHING
    }

    /**
     * Looks records up among the documents.
     *
     * @return one for each, in their order
     * @throws IndexTrouble where one of them cannot be looked up now
     */
    public List<Copy> find(List<Document> records) throws IndexTrouble {
        var places = records.stream()
                .map(record -> new MultiGet.Place(record.index(), record.id()))
                .toList();
        var answers = read(places, StoredHashes.HASH);
        var copies = new ArrayList<Copy>();
        for (int i = 0; i < places.size(); i++) {
            copies.add(copy(records.get(i), answers.get(i)));
        }
        return copies;
    }

    private static Copy copy(Document record, JsonNode answer) {
        if (!answer.path("found").asBoolean()) {
            return Copy.NOTHING;
        }
        var there = answer.path("_source").path(StoredHashes.HASH).asText();
        return there.equals(StoredHashes.hash(record.bytes())) ? Copy.SAME : Copy.OTHER;
    }

    /**
     * Looks records up among the envelopes, byte for byte: one under the same id may stand for another record.
     *
     * @return whether it is there, for each, in their order
     * @throws IndexTrouble where one of them cannot be looked up now
     */
    public List<Boolean> findEnvelopes(List<Poison> records) throws IndexTrouble {
        var found = new ArrayList<Boolean>();
        for (int from = 0; from < records.size(); from += ENVELOPES) {
            var some = records.subList(from, Math.min(records.size(), from + ENVELOPES));
            var places = some.stream()
                    .map(record -> new MultiGet.Place(
                            IndexNames.ofEnvelope(record.source().appended()), Envelope.id(record)))
                    .toList();
            var answers = read(places, Envelope.ORIGINAL);
            for (int i = 0; i < places.size(); i++) {
                found.add(isEnvelope(some.get(i), answers.get(i)));
            }
        }
        return found;
    }

    private static boolean isEnvelope(Poison record, JsonNode answer) {
        try {
            var original = answer.path("_source").path(Envelope.ORIGINAL);
            return original.isTextual() && Arrays.equals(original.binaryValue(), record.value());
        } catch (IOException e) {
            return false; // somebody has written something else there
        }
    }

    private List<JsonNode> read(List<MultiGet.Place> places, String field) throws IndexTrouble {
        if (places.isEmpty()) {
            return List.of();
        }
        try {
            var answers = new ArrayList<JsonNode>();
            for (var answer : get.read(places, field)) {
                check(places.get(answers.size()), answer);
                answers.add(answer);
            }
            return answers;
        } catch (IOException | RuntimeException e) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY, "records cannot be looked up in the index: " + Failures.sentence(e));
        }
    }

    /** That an index is not there says that the record is not; that it does not answer says nothing. */
    private static void check(MultiGet.Place place, JsonNode answer) throws IndexTrouble {
        var error = answer.path("error");
        if (!error.isMissingNode() && !error.path("type").asText().equals(NO_INDEX)) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY,
                    "records cannot be looked up in the index " + place.index() + ": "
                            + error.path("type").asText() + ": "
                            + error.path("reason").asText());
        }
        if (!answer.path("_id").asText().equals(place.id())) {
            throw new IndexTrouble(
                    IndexTrouble.Kind.AWAY, "Elasticsearch answered for a record that was not asked for");
        }
    }
}
