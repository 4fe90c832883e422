package io.tollhouse.local.distributor;

import static io.tollhouse.local.distributor.TestDistributor.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.contract.fleet.NodeStatus.Applied;
import io.tollhouse.contract.fleet.SignedManifest;
import io.tollhouse.contract.fleet.SignedOverlay;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.node.TestBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of kills that somebody orders and lifts. The tests share one line of overlays. */
class KillsIT {
    private static final int AT_ONCE = 4;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestDistributor one;
    private static TestDistributor two;
    private static SayingNode node;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(folder);
        one = TestDistributor.ready(broker.address(), folder, "one");
        two = TestDistributor.ready(broker.address(), folder, "two");
        node = new SayingNode("node-1", broker.address());
        assertThat(one.publish("", allowing("first.test")).status()).isEqualTo(201);
        node.says(null, null, 0);
        Awaitility.await().until(() -> one.get("/v1/fleet").body().path("nodes").size() == 1);
    }

    @AfterAll
    static void stop() {
        node.close();
        one.close();
        two.close();
        broker.close();
    }

    private static TestDistributor.Reply kill(TestDistributor distributor, String body) throws Exception {
        return distributor.ask("POST", "/v1/kills", TestDistributor.ADMIN, body.replace('\'', '"'));
    }

    private static List<String> agents(TestDistributor distributor) throws Exception {
        return StreamSupport.stream(
                        distributor.get("/v1/kills").body().path("kills").spliterator(), false)
                .map(kill -> kill.path("agent").asText())
                .toList();
    }

    private static List<SignedOverlay> overlays(List<ConsumerRecord<String, byte[]>> records) throws Exception {
        var found = new ArrayList<SignedOverlay>();
        for (var record : records) {
            if (record.key().startsWith(Topic.OVERLAY_HISTORY)) {
                found.add(SignedOverlay.verify(record.value(), one.trustedKeys(), TestDistributor.FLEET));
            }
        }
        return found;
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
            GET    | /v1/kills?x=1                | -                               | 400 | the parameter 'x' is not known here
            POST   | /v1/kills                    | nothing                         | 400 | the body must be one JSON object
            POST   | /v1/kills                    | {'agent': 'a', 'agent': 'b'}    | 400 | the body must be one JSON object
            POST   | /v1/kills                    | {}                              | 422 | agent: is missing, as destination, rule and node are
            POST   | /v1/kills                    | {'agent': 'a', 'fro': '30m'}    | 422 | fro: is not known here
            POST   | /v1/kills                    | {'agent': 'a', 'for': '30'}     | 422 | for: must be a duration as 90s, 30m, 2h or 7d
            POST   | /v1/kills                    | {'destination': 'a..b'}         | 422 | destination: has an empty label
            POST   | /v1/kills                    | {'rule': 'onyl-x'}              | 422 | rule: no rule of the policy in force has the id 'onyl-x'
            POST   | /v1/kills                    | {'rule': 'onli'}                | 422 | rule: no rule of the policy in force has the id 'onli'; did you mean 'only'?
            POST   | /v1/kills                    | {'node': 'node-2'}              | 422 | node: the fleet has seen no node 'node-2'; did you mean 'node-1'?
            DELETE | /v1/kills                    | -                               | 422 | say at least one of them
            DELETE | /v1/kills?agent=a%20b        | -                               | 422 | agent: must be letters
            DELETE | /v1/kills?agnt=a             | -                               | 400 | did you mean 'agent'?
            DELETE | /v1/kills?agent=nobody       | -                               | 404 | there is no kill of exactly agent nobody
            PUT    | /v1/kills                    | {}                              | 405 | does not know the method PUT
            GET    | /v1/policy/confirmations?kind=kill&topicId=t&offset=1 | -          | 400 | kind must be policy or overlay, was 'kill'
            POST   | /v1/policy/resign?force=yes  | -                               | 400 | force must be false or true, was 'yes'
            """)
    void whatIsWrongIsAProblemWithASentence(String method, String path, String body, int status, String detail)
            throws Exception {
        var reply = one.ask(method, path, TestDistributor.ADMIN, body == null ? null : body.replace('\'', '"'));

        assertThat(reply.detail()).contains(detail);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        if (status == 422) {
            assertThat(reply.body().at("/problems/0/message").asText()).isNotEmpty();
        }
        if (status == 404) {
            assertThat(reply.body().path("kills").isArray()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/kills", "DELETE, /v1/kills?agent=a", "POST, /v1/policy/resign"})
    void aReaderMayNotKillNorSign(String method, String path) throws Exception {
        assertThat(one.ask(method, path, TestDistributor.READER, "{}").status()).isEqualTo(403);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        assertThat(kill(one, "{'agent': 'a', 'why': '" + "x".repeat(17_000) + "'}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whatIsNotKnownIsKilledByForceWithAWarning() throws Exception {
        var body = "{\"rule\": \"only-a-node-has-it\", \"node\": \"node-9\"}";

        var forced = one.ask("POST", "/v1/kills?force=true", TestDistributor.ADMIN, body);

        assertThat(forced.status()).isEqualTo(201);
        assertThat(forced.body().path("warnings"))
                .extracting(warning -> warning.path("path").asText())
                .containsExactly("rule", "node");
    }

    @Test
    void aKillIsOnBothTopicsAndCanBeBelieved() throws Exception {
        node.says(null, null, 0); // it is live for 15 s, which other tests may have used up
        Awaitility.await()
                .until(() -> one.get("/v1/fleet")
                        .body()
                        .at("/nodes/0/presence")
                        .asText()
                        .equals("live"));
        var reply =
                kill(one, "{'agent': 'both', 'rule': 'only', 'node': 'node-1', 'for': '30m', 'why': 'an incident'}");

        assertThat(reply.status()).isEqualTo(201);
        var body = reply.body();
        assertThat(body.path("nodes"))
                .extracting(node -> node.path("node").asText())
                .containsExactly("node-1");
        var since = Instant.parse(body.at("/kill/since").asText());
        assertThat(Instant.parse(body.at("/kill/until").asText())).isEqualTo(since.plusSeconds(1_800));
        assertThat(body.path("kill").has("destination")).isFalse();
        var placed = Records.committed(broker.address(), Topic.POLICY).stream()
                .filter(record -> record.offset() == body.path("offset").asLong())
                .findFirst()
                .orElseThrow();
        assertThat(placed.key()).isEqualTo(Topic.OVERLAY_KEY);
        assertThat(Instant.parse(body.path("at").asText())).isEqualTo(Instant.ofEpochMilli(placed.timestamp()));
        var signed = SignedOverlay.verify(placed.value(), one.trustedKeys(), TestDistributor.FLEET);
        assertThat(signed.overlay().id()).isEqualTo(body.path("overlay").asText());
        assertThat(signed.manifest().why()).isEqualTo("an incident");
        assertThat(overlays(Records.committed(broker.address(), Topic.HISTORY)))
                .extracting(SignedOverlay::hash)
                .contains(signed.hash());
        assertThat(one.get("/v1/kills").body().path("overlay")).isEqualTo(body.path("overlay"));

        var lifted =
                two.ask("DELETE", "/v1/kills?agent=both&rule=only&node=node-1&why=over", TestDistributor.ADMIN, null);
        assertThat(lifted.status()).isEqualTo(200);
        assertThat(lifted.body().path("kill")).isEqualTo(body.path("kill"));
        assertThat(agents(two)).doesNotContain("both");
    }

    @Test
    void aKillThatIsOverIsNotShownAndStaysAWhileForNodesThatThinkOtherwise() throws Exception {
        assertThat(kill(one, "{'agent': 'short', 'for': '1s'}").status()).isEqualTo(201);
        assertThat(agents(one)).contains("short");

        Awaitility.await().until(() -> !agents(one).contains("short"));
        assertThat(kill(one, "{'agent': 'next'}").status()).isEqualTo(201);

        var history = overlays(Records.committed(broker.address(), Topic.HISTORY));
        assertThat(history.get(history.size() - 1).overlay().kills())
                .extracting(kill -> kill.target().agentText())
                .contains("next", "short");
    }

    @Test
    void nodesConfirmAnOverlayAndSayHowManyTunnelsTheyCut() throws Exception {
        node.says(null, null, 3);
        var killed = kill(one, "{'agent': 'confirmed'}").body();
        var topicId = killed.path("topicId").asText();
        long offset = killed.path("offset").asLong();
        var path = "/v1/policy/confirmations?kind=overlay&topicId=" + topicId + "&offset=" + offset;
        assertThat(one.get(path).body().at("/nodes/0/confirmed").asBoolean(true))
                .isFalse();

        var at = node.says(killed.path("overlay").asText(), new Applied(topicId, offset), 60);
        node.says(killed.path("overlay").asText(), new Applied(topicId, offset), 99);

        Awaitility.await()
                .until(() -> one.get(path).body().at("/nodes/0/confirmed").asBoolean());
        var confirmed = one.get(path).body().at("/nodes/0");
        assertThat(Instant.parse(confirmed.path("at").asText())).isEqualTo(at);
        assertThat(confirmed.path("tunnelsCut").asLong()).isEqualTo(57);
    }

    /** Both kill and publish while the other does: each takes the fence from the other, reads, and lays its own on top. */
    @Test
    void twoThatKillAndPublishAtOnceMakeOneLineOfEachAndLoseNothing() throws Exception {
        long revision = one.get("/v1/policy").body().path("revision").asLong();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var all = new ArrayList<Callable<Void>>();
            for (var distributor : List.of(one, two)) {
                var name = distributor == one ? "one" : "two";
                all.add(() -> killing(distributor, name));
                all.add(() -> publishing(distributor, name));
            }
            for (var done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(agents(one)).contains("one-" + i, "two-" + i);
        }
        assertThat(one.get("/v1/policy").body().path("revision").asLong()).isEqualTo(revision + 2 * AT_ONCE);
        var history = Records.committed(broker.address(), Topic.HISTORY);
        assertOneLine(overlays(history));
        assertThat(policies(history)).isSorted().doesNotHaveDuplicates();
    }

    private static Void killing(TestDistributor distributor, String name) throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(kill(distributor, "{'agent': '" + name + "-" + i + "'}").status())
                    .isEqualTo(201);
        }
        return null;
    }

    private static Void publishing(TestDistributor distributor, String name) throws Exception {
        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(distributor
                            .publish("", allowing(name + "-" + i + ".test"))
                            .status())
                    .isEqualTo(201);
        }
        return null;
    }

    private static void assertOneLine(List<SignedOverlay> overlays) {
        for (int i = 1; i < overlays.size(); i++) {
            var before = overlays.get(i - 1);
            var manifest = overlays.get(i).manifest();
            assertThat(manifest.revision()).isEqualTo(before.manifest().revision() + 1);
            assertThat(manifest.base()).isEqualTo(before.manifest().revision());
            assertThat(manifest.previous()).isEqualTo(before.hash());
        }
    }

    private static List<Long> policies(List<ConsumerRecord<String, byte[]>> history) throws Exception {
        var revisions = new ArrayList<Long>();
        for (var record : history) {
            if (!record.key().startsWith(Topic.OVERLAY_HISTORY)) {
                revisions.add(SignedManifest.verify(record.value(), one.trustedKeys(), TestDistributor.FLEET)
                        .manifest()
                        .revision());
            }
        }
        return revisions;
    }

    @Test
    void aDistributorThatWasKilledKnowsEveryKillWhenItIsBack() throws Exception {
        assertThat(kill(one, "{'agent': 'kept'}").status()).isEqualTo(201);
        JsonNode before = one.get("/v1/kills").body();

        two.process().kill();
        two.process().startAgain();
        two.process().awaitReady();

        assertThat(two.get("/v1/kills").body()).isEqualTo(before);
        assertThat(two.get("/v1/policy/revisions").body().path("revisions"))
                .allSatisfy(
                        revision -> assertThat(revision.path("policy").asText()).isEqualTo("test"));
    }
}
