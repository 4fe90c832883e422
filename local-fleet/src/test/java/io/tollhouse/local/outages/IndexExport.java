package io.tollhouse.local.outages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.tollhouse.local.testing.TestElasticsearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** All documents and envelopes, each byte for byte as it stands in an answer, in a line of its own. */
final class IndexExport {
    private final ByteArrayOutputStream documents = new ByteArrayOutputStream();

    private IndexExport() {}

    static byte[] of(TestElasticsearch elasticsearch) throws IOException, InterruptedException {
        var export = new IndexExport();
        var more = export.add(elasticsearch.ask(
                "POST", "/tollhouse-audit-*,tollhouse-envelope-*/_search?size=5000&scroll=1m&sort=_doc", ""));
        while (!more.isEmpty()) {
            more = export.add(elasticsearch.ask("POST", "/_search/scroll", """
                    {"scroll": "1m", "scroll_id": "%s"}""".formatted(more)));
        }
        return export.documents.toByteArray();
    }

    /** Says how to ask for more; empty where there is none. */
    private String add(String answer) throws IOException {
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        var scroll = "";
        int before = documents.size();
        try (var json = new JsonFactory().createParser(bytes)) {
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                if (json.currentName().equals("_scroll_id")) {
                    scroll = json.nextTextValue();
                } else if (json.currentName().equals("_source")) {
                    json.nextToken();
                    int from = (int) json.currentTokenLocation().getByteOffset();
                    json.skipChildren();
                    documents.write(bytes, from, (int) json.currentLocation().getByteOffset() - from);
                    documents.write('\n');
                }
            }
        }
        return documents.size() == before ? "" : scroll;
    }
}
