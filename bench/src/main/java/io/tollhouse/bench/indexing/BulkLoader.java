package io.tollhouse.bench.indexing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Elasticsearch, as somebody without any care uses it. */
public final class BulkLoader {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI elasticsearch;

    public BulkLoader(URI elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /**
     * Creates a document of each record, and returns when all of them are.
     *
     * @param bulk documents in a request
     * @param atOnce requests under way
     * @throws IOException where one is not created
     */
    public void load(Trail trail, String index, int bulk, int atOnce) throws IOException, InterruptedException {
        var permits = new Semaphore(atOnce);
        var failed = new CompletableFuture<String>();
        var records = trail.records();
        for (int from = 0; from < records.size() && !failed.isDone(); from += bulk) {
            var body = new ByteArrayOutputStream(bulk * 1_500);
            for (var item : records.subList(from, Math.min(records.size(), from + bulk))) {
                body.writeBytes(("{\"create\":{\"_id\":\"" + item.id() + "\"}}\n").getBytes(StandardCharsets.US_ASCII));
                body.writeBytes(item.document());
                body.write('\n');
            }
            permits.acquire();
            var sent = client.sendAsync(
                    post("/" + index + "/_bulk", HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())),
                    HttpResponse.BodyHandlers.ofString());
            var unused = sent.whenComplete((answer, error) -> {
                permits.release();
                if (error != null || answer.statusCode() != 200 || answer.body().contains("\"errors\":true")) {
                    failed.complete(error == null ? answer.body() : error.toString());
                }
            });
        }
        permits.acquire(atOnce);
        if (failed.isDone()) {
            var what = failed.join();
            throw new IOException("the bare loader: " + what.substring(0, Math.min(400, what.length())));
        }
    }

    private HttpRequest post(String path, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(elasticsearch.resolve(path))
                .header("Content-Type", "application/x-ndjson")
                .POST(body)
                .build();
    }

    /** What a search answers. */
    public JsonNode search(String path, String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(elasticsearch.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(query))
                .build();
        return MAPPER.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Deletes an index, if it is there. */
    public void delete(String index) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(elasticsearch.resolve("/" + index))
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
