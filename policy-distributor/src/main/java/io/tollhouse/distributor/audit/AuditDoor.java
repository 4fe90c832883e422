package io.tollhouse.distributor.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** The audit consumer's API. Safe from any thread. */
public final class AuditDoor {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** For the head of the answer; a body may take as long as it is read, and something comes. */
    private static final Duration HEAD = Duration.ofSeconds(20);

    private static final String OURS = "x-tollhouse-";

    /** A consumer passes a tail's silence on as an empty line each 10 seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final String base;
    private final Duration silence;
    private final ScheduledThreadPoolExecutor alarms = LivelyBody.alarms();
    private @Nullable HttpClient client;

    /**
     * Connects to nothing yet.
     *
     * @param base {@code audit.url}
     */
    public AuditDoor(URI base) {
        this(base, SILENCE);
    }

    AuditDoor(URI base, Duration silence) {
        this.silence = silence;
        this.base = base.toString().replaceAll("/+$", "");
    }

    /** Made when it is needed first: it takes a tenth of a second, which a start does not have. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    /**
     * What the consumer answers.
     *
     * @param type of the body; empty where it has none
     * @param headers those with names of ours
     * @param body to be closed by whoever reads it, also before its end
     */
    public record Answer(int status, String type, Map<String, String> headers, InputStream body)
            implements AutoCloseable {
        public Answer {
            headers = Map.copyOf(headers);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Asks.
     *
     * @param query as it came, without its question mark; null for none
     * @throws IllegalArgumentException where the query is none
     * @throws IOException where the consumer does not answer
     */
    public Answer ask(String path, @Nullable String query) throws IOException, InterruptedException {
        var uri = URI.create(base + path + (query == null ? "" : "?" + query));
        return answer(HttpRequest.newBuilder(uri).timeout(HEAD).GET().build());
    }

    /**
     * Orders something.
     *
     * @param body JSON, as it came
     * @throws IOException where the consumer does not answer; it may have done it
     */
    public Answer order(String path, byte[] body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(HEAD)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        var response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                ours(response.headers().map()),
                new LivelyBody(response.body(), silence, alarms));
    }

    private static Map<String, String> ours(Map<String, List<String>> headers) {
        var found = new TreeMap<String, String>();
        headers.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(OURS) && !values.isEmpty()) {
                found.put(name, values.get(0));
            }
        });
        return found;
    }

    /** The address, for messages. */
    public String where() {
        return base;
    }
}
