package io.tollhouse.consumer.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tollhouse.consumer.document.Document;
import io.tollhouse.consumer.document.IndexNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * One bulk request that creates documents, and its answer as far as it is needed. Written by hand: the typed client makes a dozen objects of
 * each document, and a dozen of what is answered of it.
 */
final class BulkCall {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");

    /** Of each item; the server spares itself the rest. */
    private static final String WANTED = "items.create._id,items.create.status,items.create.error";

    private static final byte[] BEFORE_ID = ascii("{\"create\":{\"_id\":\"");
    private static final byte[] BEFORE_INDEX = ascii("\",\"_index\":\"");
    private static final byte[] BEHIND = ascii("\"}}\n");
    private static final int MORE = 160;

    private BulkCall() {}

    /**
     * What became of one document.
     *
     * @param error null for none
     */
    record Item(String id, int status, @Nullable Refusal error) {}

    /**
     * Why one document was not created.
     *
     * @param type by Elasticsearch's name
     * @param cause the reason of what caused it; null for none
     */
    record Refusal(String type, String reason, @Nullable String cause) {
        String sentence() {
            return type + ": " + reason + (cause == null ? "" : " (" + cause + ")");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sends it and reads the answer.
     *
     * @throws IOException where the request fails as a whole, or its answer has another form
     */
    static List<Item> create(RestClient rest, List<Document> documents) throws IOException {
        var request = new Request("POST", "/_bulk");
        request.addParameter("require_alias", "true");
        request.addParameter("filter_path", WANTED);
        request.setEntity(new NByteArrayEntity(body(documents), NDJSON));
        var answer = rest.performRequest(request).getEntity();
        if (answer == null) {
            throw new IOException("the answer has no body");
        }
        try (var in = answer.getContent()) {
            return items(in);
        }
    }

    private static byte[] body(List<Document> documents) {
        int size = 0;
        for (var document : documents) {
            size += document.bytes().length + document.id().length() + MORE;
        }
        var body = new ByteArrayOutputStream(size);
        var encoder = JsonStringEncoder.getInstance();
        for (var document : documents) {
            body.writeBytes(BEFORE_ID);
            body.writeBytes(encoder.quoteAsUTF8(document.id()));
            body.writeBytes(BEFORE_INDEX);
            body.writeBytes(ascii(IndexNames.alias(document.index())));
            body.writeBytes(BEHIND);
            body.writeBytes(document.bytes());
            body.write('\n');
        }
        return body.toByteArray();
    }

    /** Of an answer with no items at all the server leaves the field out. */
    static List<Item> items(InputStream in) throws IOException {
        var items = new ArrayList<Item>();
        try (var json = JSON.createParser(in)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "an object", json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isItems = json.currentName().equals("items");
                json.nextToken();
                if (isItems) {
                    readItems(json, items);
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "its end", json);
        }
        return items;
    }

    private static void readItems(JsonParser json, List<Item> items) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "the items", json);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            require("create".equals(json.nextFieldName()), "what was created", json);
            require(json.nextToken() == JsonToken.START_OBJECT, "what was created", json);
            items.add(readItem(json));
            require(json.nextToken() == JsonToken.END_OBJECT, "the end of an item", json);
        }
        require(json.currentToken() == JsonToken.END_ARRAY, "the end of the items", json);
    }

    private static Item readItem(JsonParser json) throws IOException {
        String id = "";
        int status = 0;
        Refusal error = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("_id") && value == JsonToken.VALUE_STRING) {
                id = json.getText();
            } else if (name.equals("status") && value == JsonToken.VALUE_NUMBER_INT) {
                status = json.getIntValue();
            } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
                error = readError(json);
            } else {
                json.skipChildren();
            }
        }
        return new Item(id, status, error);
    }

    private static Refusal readError(JsonParser json) throws IOException {
        var type = "no type";
        var reason = "no reason given";
        String cause = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            var value = json.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = json.getText();
            } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
                reason = json.getText();
            } else if (name.equals("caused_by") && value == JsonToken.START_OBJECT) {
                cause = readError(json).reason();
            } else {
                json.skipChildren();
            }
        }
        return new Refusal(type, reason, cause);
    }

    private static void require(boolean holds, String what, JsonParser json) throws IOException {
        if (!holds) {
            throw new IOException(
                    "the answer to a bulk request has not " + what + " where it should, but " + json.currentToken());
        }
    }
}
