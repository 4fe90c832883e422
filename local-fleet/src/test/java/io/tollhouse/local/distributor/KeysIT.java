package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.local.node.TestBroker;
import io.tollhouse.local.testing.FreePorts;
import io.tollhouse.local.testing.PartProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signing key is changed under a node that runs, by the steps of the operators' page. */
class KeysIT {
    @TempDir
    Path folder;

    private TestBroker broker;
    private TestDistributor old;
    private PartProcess node;
    private Path nodeKeys;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(folder);
        old = TestDistributor.ready(broker.address(), folder, "old");
        assertThat(old.publish("", allowing("first.test")).status()).isEqualTo(201);
        nodeKeys = Files.createDirectory(folder.resolve("node-keys"));
        spread(old.signingKey().keyId());
        node = startNode();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> old.get("/v1/fleet").body().at("/nodes/0/revision").asLong() == 1);
    }

    @AfterEach
    void stop() {
        node.close();
        old.close();
        broker.close();
    }

    private PartProcess startNode() throws IOException {
        Files.writeString(folder.resolve("agents.yaml"), "agents: []");
        var admin = URI.create("http://127.0.0.1:" + FreePorts.one());
        var settings = Map.of(
                "fleet.id", TestDistributor.FLEET,
                "kafka.bootstrap", broker.address().toString(),
                "policy.trusted-keys", nodeKeys.toString(),
                "node.id", "node-1",
                "listen.proxy", "127.0.0.1:" + FreePorts.one(),
                "listen.admin", admin.getAuthority(),
                "ledger.dir", folder.resolve("ledger").toString(),
                "agents.file", folder.resolve("agents.yaml").toString());
        return PartProcess.start(
                new PartProcess.What("proxy-node", "io.tollhouse.proxy.ProxyNode", "node-1", admin), folder, settings);
    }

    /** Puts a public key where the node looks for those that it believes. */
    private void spread(String keyId) throws IOException {
        Files.copy(folder.resolve("trusted").resolve(keyId + ".pem"), nodeKeys.resolve(keyId + ".pem"));
    }

    private static JsonNode believes(TestDistributor distributor) throws Exception {
        return distributor.get("/v1/keys").body().at("/nodes/0/trustedKeys");
    }

    private static void awaitConfirmed(TestDistributor distributor, JsonNode published) {
        var path =
                "/v1/policy/confirmations?topicId=" + published.path("topicId").asText() + "&offset="
                        + published.path("offset").asLong();
        Awaitility.await()
                .until(() ->
                        distributor.get(path).body().at("/nodes/0/confirmed").asBoolean());
    }

    @Test
    void theSigningKeyIsChangedWhileTheFleetRuns() throws Exception {
        var oldKey = old.signingKey().keyId();
        var newFile = folder.resolve("new-signing.pem");
        var newKey = SigningKey.generate(newFile, folder.resolve("trusted")).keyId();
        try (var next = TestDistributor.start(
                broker.address(), folder, "next", Map.of("signing.key-file", newFile.toString()))) {
            next.process().awaitReady();

            var refused = next.ask("POST", "/v1/policy/resign", TestDistributor.ADMIN, null);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail()).contains("the key " + newKey + " is not trusted yet by node-1");
            assertThat(refused.body().at("/nodes/0/node").asText()).isEqualTo("node-1");
            assertThat(next.get("/v1/policy").body().path("revision").asLong()).isEqualTo(1);

            spread(newKey);
            Awaitility.await().until(() -> believes(next).size() == 2);
            var resigned = next.ask("POST", "/v1/policy/resign", TestDistributor.ADMIN, null);
            assertThat(resigned.status()).isEqualTo(201);
            assertThat(resigned.body().path("keyId").asText()).isEqualTo(newKey);
            assertThat(resigned.body().path("why").asText()).isEqualTo("signed again with key " + newKey);
            assertThat(resigned.body().path("overlay").isNull()).isTrue();
            awaitConfirmed(next, resigned.body());
            assertThat(next.get("/v1/policy").body().path("text").asText()).isEqualTo(allowing("first.test"));
            Awaitility.await("the other distributor, too, believes the new key without a restart")
                    .until(() ->
                            old.get("/v1/policy").body().path("keyId").asText().equals(newKey));

            Files.delete(nodeKeys.resolve(oldKey + ".pem"));
            Files.delete(folder.resolve("trusted").resolve(oldKey + ".pem"));
            Awaitility.await().until(() -> believes(next).size() == 1);
            awaitConfirmed(next, next.publish("", allowing("second.test")).body());
            nothingOfTheOldKeyCounts(next, newKey);
        }
    }

    private void nothingOfTheOldKeyCounts(TestDistributor next, String newKey) throws Exception {
        Awaitility.await()
                .until(() -> next.get("/v1/policy/revisions")
                                .body()
                                .path("revisions")
                                .size()
                        == 2);
        assertThat(next.get("/v1/policy/revisions").body().path("revisions"))
                .allSatisfy(
                        revision -> assertThat(revision.path("keyId").asText()).isEqualTo(newKey));

        Awaitility.await("the other distributor sees that its own key is not trusted")
                .until(() -> old.process().readiness().body().contains("signing-key: the key"));
        var unbelieved = Awaitility.await("it has read the topics again by the keys that are left")
                .until(() -> old.publish("", allowing("third.test")), answer -> answer.status() != 503);
        assertThat(unbelieved.status()).isEqualTo(409);
        assertThat(unbelieved.detail()).contains("is not in its policy.trusted-keys");
    }
}
