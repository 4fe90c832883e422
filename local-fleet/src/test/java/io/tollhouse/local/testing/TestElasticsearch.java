package io.tollhouse.local.testing;

import io.tollhouse.local.elasticsearch.ElasticsearchServer;
import io.tollhouse.local.files.Trees;
import io.tollhouse.local.probe.Http;
import io.tollhouse.local.process.Child;
import io.tollhouse.local.process.Modules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A real Elasticsearch in a process of its own. */
public final class TestElasticsearch {
    private static final Modules MODULES =
            new Modules(Path.of("..").toAbsolutePath().normalize());
    /** Another JVM of the same build has one of its own. */
    private static final String FOLDER = "test-elasticsearch-" + TestJvm.NUMBER;

    private static final Object LOCK = new Object();

    @SuppressWarnings("NullAway.Init")
    private static TestElasticsearch shared;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final ElasticsearchServer server;
    private final URI url;
    private Child child;

    private TestElasticsearch(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        int port = FreePorts.one();
        url = URI.create("http://127.0.0.1:" + port);
        var all = new HashMap<>(settings);
        all.put("action.destructive_requires_name", "false"); // tests delete by pattern what they leave behind
        server = new ElasticsearchServer(MODULES, folder, port, 0, all);
        child = launch();
    }

    /** The one that all tests of this JVM share; it ends with the JVM. Empty, whoever had it before. */
    public static TestElasticsearch shared() throws IOException, InterruptedException {
        synchronized (LOCK) {
            if (shared == null) {
                shared = start(MODULES.cache().resolve(FOLDER), Map.of());
            }
            shared.awaitAnswer();
            shared.clear();
            return shared;
        }
    }

    /**
     * Starts one and waits for its answer.
     *
     * @param folder what it keeps; emptied first
     * @param settings of the server, over those that every one here has
     */
    public static TestElasticsearch start(Path folder, Map<String, String> settings) throws IOException {
        ElasticsearchServer.deleteElsewhere(folder);
        Trees.delete(folder);
        Files.createDirectories(folder);
        var started = new TestElasticsearch(folder, settings);
        started.awaitAnswer();
        return started;
    }

    private Child launch() throws IOException {
        return Child.start(server.launch(), folder.resolve("elasticsearch.log"), folder.resolve("elasticsearch.pid"));
    }

    private void awaitAnswer() {
        Awaitility.await("Elasticsearch answers; see " + folder)
                .atMost(Duration.ofSeconds(90))
                .until(() -> Http.get(url.resolve("/_cluster/health")).isOk());
    }

    /** Deletes all indices and templates of Tollhouse. */
    private void clear() throws IOException, InterruptedException {
        ask("DELETE", "/tollhouse-audit-*,tollhouse-envelope-*", "");
        ask("DELETE", "/_index_template/tollhouse-*", "");
    }

    public URI url() {
        return url;
    }

    /** Sends a request with a JSON body, where that is not empty; returns the body of the answer, whatever its status. */
    public String ask(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        child.kill();
    }

    /** Starts it once more with what it has on disk, and waits for its answer. */
    public void startAgain() throws IOException {
        child = launch();
        awaitAnswer();
    }

    /** Ends one that is not shared, and deletes what stands outside of its folder. */
    public void end() throws IOException, InterruptedException {
        child.kill();
        ElasticsearchServer.deleteElsewhere(folder);
    }
}
