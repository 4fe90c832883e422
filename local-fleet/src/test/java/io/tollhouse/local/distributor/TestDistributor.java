package io.tollhouse.local.distributor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A distributor as its own process, and a client of its API. Those that share a folder share keys and tokens. */
public final class TestDistributor implements AutoCloseable {
    public static final String FLEET = "fleet-1";
    public static final String ADMIN = "admin-secret";
    static final String READER = "reader-secret";
    static final String EXPIRED = "expired-secret";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final URI api;
    private final PartProcess process;

    /** An answer with its body as JSON. */
    public record Reply(int status, JsonNode body, HttpResponse<String> response) {
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String detail() {
            return body.path("detail").asText();
        }
    }

    private TestDistributor(HostPort broker, Path folder, String name, Map<String, String> more) throws IOException {
        this.folder = folder;
        int port = FreePorts.one();
        api = URI.create("http://127.0.0.1:" + port);
        var settings = new TreeMap<>(Map.of(
                "fleet.id", FLEET,
                "kafka.bootstrap", broker.toString(),
                "kafka.replication", "1",
                "policy.trusted-keys", trusted(folder).toString(),
                "signing.key-file", folder.resolve("signing.pem").toString(),
                "tokens.file", tokens(folder).toString(),
                "listen.api", "127.0.0.1:" + port));
        settings.putAll(more);
        prepare(folder);
        process = PartProcess.start(
                new PartProcess.What("policy-distributor", "io.tollhouse.distributor.PolicyDistributor", name, api),
                folder,
                settings);
    }

    /** Starts one, and does not wait for it. */
    public static TestDistributor start(HostPort broker, Path folder, String name, Map<String, String> more)
            throws IOException {
        return new TestDistributor(broker, folder, name, more);
    }

    /** Starts one and waits until it is ready. */
    public static TestDistributor ready(HostPort broker, Path folder, String name) throws IOException {
        var started = start(broker, folder, name, Map.of());
        started.process.awaitReady();
        return started;
    }

    /** The public halves of the keys of those that share this folder. */
    public static Path trusted(Path folder) {
        return folder.resolve("trusted");
    }

    static Path tokens(Path folder) {
        return folder.resolve("tokens.yaml");
    }

    private static void prepare(Path folder) throws IOException {
        if (Files.exists(tokens(folder))) {
            return;
        }
        SigningKey.generate(folder.resolve("signing.pem"), trusted(folder));
        writeTokens(folder, "");
    }

    /** The three tokens, and more lines. */
    static void writeTokens(Path folder, String more) throws IOException {
        Files.writeString(tokens(folder), """
                tokens:
                  - {name: admin, role: admin, token: "sha256:%s"}
                  - {name: reader, role: reader, token: "sha256:%s", expires: 2999-01-01T00:00:00Z}
                  - {name: old, role: admin, token: "sha256:%s", expires: 2020-01-01T00:00:00Z}
                """.formatted(hash(ADMIN), hash(READER), hash(EXPIRED)) + more);
    }

    static String hash(String token) {
        return Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    public TrustedKeys trustedKeys() throws IOException {
        return TrustedKeys.load(trusted(folder));
    }

    public SigningKey signingKey() throws IOException {
        return SigningKey.load(folder.resolve("signing.pem"), trustedKeys());
    }

    public PartProcess process() {
        return process;
    }

    public URI api() {
        return api;
    }

    public Reply get(String path) throws Exception {
        return ask("GET", path, ADMIN, null);
    }

    public Reply publish(String query, String policy) throws Exception {
        return ask("PUT", "/v1/policy" + query, ADMIN, policy);
    }

    /** Without a body where it is null, and without a token where that is. */
    public Reply ask(String method, String path, @Nullable String token, @Nullable String body) throws Exception {
        var request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofSeconds(40))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = client.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), json(response.body()), response);
    }

    private static JsonNode json(String body) throws IOException {
        return body.startsWith("{") ? MAPPER.readTree(body) : MAPPER.missingNode();
    }

    /** A policy that allows agents one host. */
    public static String allowing(String host) {
        return """
                tollhouse: v1
                policy: test
                rules:
                  - {id: only, to: [%s], action: allow}
                """.formatted(host);
    }

    @Override
    public void close() {
        process.close();
    }
}
