package io.tollhouse.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node refuses by itself. The destination is denied, so that no request waits for its record. */
class CutOffNodeIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String BY_POLICY = "builtin.default";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static PolicyWriter writer;
    private static PartProcess node;
    private static Agent agent;
    private static URI admin;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        broker.create(Topic.ALL.toArray(Topic[]::new));
        writer = new PolicyWriter(broker, folder);
        writer.publish(writer.signed(1, PolicyWriter.allowing("one.test")));
        Files.writeString(folder.resolve("admin.token"), TOKEN);
        var started = TestNode.start(
                broker.address(),
                folder,
                "node-1",
                PolicyWriter.FLEET,
                writer.trustedFolder(),
                Map.of(
                        "admin.token-file", folder.resolve("admin.token").toString(),
                        "policy.max-staleness", "5s",
                        "policy.when-stale", "deny-all"));
        node = started.awaitReady().process();
        agent = started.agent();
        admin = started.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
        writer.close();
        broker.close();
    }

    private static void awaitRule(String rule, Duration limit) {
        await("requests are refused by " + rule)
                .atMost(limit)
                .until(() -> refused().rule().equals(rule));
    }

    private static Agent.Answer refused() throws IOException {
        return agent.get("http://two.test/");
    }

    private static HttpResponse<String> lockdown(String method, String token) throws Exception {
        var request = HttpRequest.newBuilder(admin.resolve("/lockdown"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aNodeThatIsCutOffForTooLongRefusesUntilItHearsKafkaAgain() throws Exception {
        assertThat(refused().rule()).isEqualTo(BY_POLICY);

        broker.freeze();
        try {
            awaitRule("builtin.stale", Duration.ofSeconds(20));
            assertThat(refused().status()).isEqualTo(503);
            assertThat(node.readiness().isOk()).isFalse();
        } finally {
            broker.thaw();
        }

        awaitRule(BY_POLICY, Duration.ofSeconds(20));
        node.awaitReady();
    }

    @Test
    void aLockdownHoldsThroughARestartUntilItIsLifted() throws Exception {
        assertThat(lockdown("POST", "not the token of this node").statusCode()).isEqualTo(401);
        assertThat(refused().rule()).isEqualTo(BY_POLICY);

        assertThat(lockdown("POST", TOKEN).body()).isEqualTo("{\"lockdown\":true}\n");
        assertThat(refused().rule()).isEqualTo("builtin.lockdown");
        assertThat(refused().status()).isEqualTo(403);

        node.stop();
        node.startAgain();
        node.awaitReady();
        assertThat(refused().rule()).isEqualTo("builtin.lockdown");

        assertThat(lockdown("DELETE", TOKEN).body()).isEqualTo("{\"lockdown\":false}\n");
        assertThat(refused().rule()).isEqualTo(BY_POLICY);
    }

    @Test
    void aFileInTheFolderOfTheNodeIsALockdownToo() throws Exception {
        var file = folder.resolve("ledger/node-1/LOCKDOWN");

        Files.createFile(file);
        awaitRule("builtin.lockdown", Duration.ofSeconds(5));

        Files.delete(file);
        awaitRule(BY_POLICY, Duration.ofSeconds(5));
    }
}
