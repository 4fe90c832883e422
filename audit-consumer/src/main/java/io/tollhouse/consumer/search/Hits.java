package io.tollhouse.consumer.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search. Documents are cut out of its bytes, since a parser that writes them anew would change what was
 * stored.
 *
 * @param failedShards whose documents are missing from it
 */
record Hits(long total, int failedShards, List<Hit> hits) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A document and its place in the order. */
    record Hit(byte[] document, Search.Place place) {}

    static Hits read(byte[] answer) throws IOException {
        return new Reader(answer).read();
    }

    private static final class Reader {
        private final byte[] answer;
        private final List<Hit> hits = new ArrayList<>();
        private long total;
        private int failedShards;

        Reader(byte[] answer) {
            this.answer = answer;
        }

        private interface Member {
            void read(String name) throws IOException;
        }

        Hits read() throws IOException {
            try (var json = JSON.createParser(answer)) {
                json.nextToken();
                members(json, name -> {
                    switch (name) {
                        case "_shards" -> members(json, shards -> shards(json, shards));
                        case "hits" -> members(json, inner -> hits(json, inner));
                        default -> json.skipChildren();
                    }
                });
            }
            return new Hits(total, failedShards, List.copyOf(hits));
        }

        /** Calls for each member of an object, with the parser at its value. */
        private static void members(JsonParser json, Member member) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer of Elasticsearch is not of the form that a search has");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                json.nextToken();
                member.read(name);
            }
        }

        private void shards(JsonParser json, String name) throws IOException {
            if (name.equals("failed")) {
                failedShards = json.getIntValue();
            } else {
                json.skipChildren();
            }
        }

        private void hits(JsonParser json, String name) throws IOException {
            if (name.equals("total")) {
                members(json, part -> {
                    if (part.equals("value")) {
                        total = json.getLongValue();
                    }
                });
            } else if (name.equals("hits")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    hit(json);
                }
            } else {
                json.skipChildren();
            }
        }

        private void hit(JsonParser json) throws IOException {
            var found = new Object() {
                byte @Nullable [] document;
                Search.@Nullable Place place;
            };
            members(json, name -> {
                switch (name) {
                    case "_source" -> found.document = raw(json);
                    case "sort" -> found.place = place(json);
                    default -> json.skipChildren();
                }
            });
            if (found.document == null || found.place == null) {
                throw new IOException("a hit of Elasticsearch has no _source or no sort");
            }
            hits.add(new Hit(found.document, found.place));
        }

        private byte[] raw(JsonParser json) throws IOException {
            int from = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            return Arrays.copyOfRange(answer, from, (int) json.currentLocation().getByteOffset());
        }

        private static Search.Place place(JsonParser json) throws IOException {
            json.nextToken();
            long time = json.getLongValue();
            var id = String.valueOf(json.nextTextValue());
            json.nextToken();
            return new Search.Place(time, id);
        }
    }
}
