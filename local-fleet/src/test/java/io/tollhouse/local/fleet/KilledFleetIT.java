package io.tollhouse.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.SigningKey;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.contract.fleet.TrustedKeys;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.local.distributor.Records;
import io.tollhouse.local.node.TestNode;
import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.Faketime;
import io.tollhouse.local.testing.LocalFleet;
import io.tollhouse.local.testing.Said;
import io.tollhouse.local.testing.Tunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills and keys on a whole fleet, by the commands that people type. */
class KilledFleetIT {
    private static final int EACH = 50; // tunnels through each of two nodes
    private static final int CONNECTIONS = 400;
    private static final String WORK = "a.work.test:443";
    private static final String OTHER = "other.test:443";
    private static final Duration LASTS = Duration.ofSeconds(8);
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    static Path folder;

    private static ServerSocket destination;
    private static LocalFleet fleet;
    private static AuditTrail trail;
    private static ExecutorService watcher;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        destination = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
        watcher = Executors.newSingleThreadExecutor();
        fleet = LocalFleet.in(folder).startAndAwaitReady();
        trail = new AuditTrail(fleet);
        var policy = Files.writeString(folder.resolve("policy.yaml"), """
                tollhouse: v1
                policy: kills
                rules:
                  - {id: work, to: [.work.test], ports: any, action: route, upstream: "tcp://127.0.0.1:%1$d"}
                  - {id: other, to: [other.test], ports: any, action: route, upstream: "tcp://127.0.0.1:%1$d"}
                """.formatted(destination.getLocalPort()));
        assertDone(fleet.tollhouse("policy", "apply", policy.toString()));
    }

    @AfterAll
    static void stop() throws IOException {
        if (fleet != null) {
            fleet.close();
        }
        watcher.shutdownNow();
        destination.close();
    }

    /** What a test that fails leaves in force must not fail the others. */
    @AfterEach
    void liftEverything() throws Exception {
        var list = MAPPER.readTree(
                fleet.tollhouse("kill", "list", "--output", "json").out());
        for (var kill : list.path("kills")) {
            var words = new ArrayList<>(List.of("kill", "lift"));
            for (var option : List.of("agent", "destination", "rule", "node")) {
                if (kill.hasNonNull(option)) {
                    words.addAll(List.of("--" + option, kill.get(option).asText()));
                }
            }
            assertDone(fleet.tollhouse(words.toArray(String[]::new)));
        }
    }

    private static Agent research(int node) {
        return Agent.of(fleet.proxy(node), "research-1", "demo");
    }

    private static Agent ci(int node) {
        return Agent.of(fleet.proxy(node), "ci-1", "demo");
    }

    private static void assertDone(Said said) {
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
    }

    /** When the broker appended the newest overlay. */
    private static Instant appended() {
        return Records.committed(new HostPort("127.0.0.1", fleet.port("--kafka-port")), Topic.POLICY).stream()
                .filter(record -> record.key().equals(Topic.OVERLAY_KEY))
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void liveNodesCutAtOnceAndAFrozenOneIsNamedAndCutsWhenItGoesOn() throws Exception {
        try (var live = Tunnels.open(research(1), WORK, EACH);
                var frozen = Tunnels.open(research(2), WORK, EACH);
                var goesOn = Tunnels.open(ci(1), WORK, 1)) {
            Instant killed;
            fleet.signal("node-2", "STOP");
            try {
                var cut = watcher.submit(live::awaitEnd);
                var said = fleet.tollhouse("kill", "--agent", "research-1", "--for", "30m", "--timeout", "3s");

                killed = appended();
                assertThat(said.exit()).isEqualTo(3);
                assertThat(said.out()).contains("1/2 nodes confirmed, " + EACH + " tunnels cut");
                assertThat(said.err()).contains("node-2 did not confirm within 3 s and may still let it through");
                assertThat(cut.get(1, TimeUnit.SECONDS)).isBefore(killed.plusSeconds(1));
                assertThat(frozen.areOpen()).isTrue();
            } finally {
                fleet.signal("node-2", "CONT");
            }
            frozen.awaitEnd();
            assertThat(goesOn.areOpen()).isTrue();
            eachTunnelHasOneOutcomeThatNamesTheKill(killed);
        }
        aKillIsShownAndLifted();
    }

    private static void eachTunnelHasOneOutcomeThatNamesTheKill(Instant killed) throws Exception {
        var overlay = MAPPER.readTree(
                        fleet.tollhouse("kill", "list", "--output", "json").out())
                .path("overlay")
                .asText();
        trail.awaitFound("agent:research-1 rule:builtin.kill stage:outcome", 2 * EACH);

        var outcomes = trail.documents("agent:research-1 rule:builtin.kill stage:outcome");
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("tollhouse.overlay").asText())
                .containsOnly(overlay);
        assertThat(requests(outcomes)).doesNotHaveDuplicates();
        assertThat(requests(trail.documents("agent:research-1 rule:work stage:admission")))
                .containsExactlyInAnyOrderElementsOf(requests(outcomes));
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.path("observer.name").asText().equals("node-1"))
                .hasSize(EACH)
                .allSatisfy(outcome -> assertThat(
                                Instant.parse(outcome.path("@timestamp").asText()))
                        .isBefore(killed.plusSeconds(1)));
    }

    private static List<String> requests(List<JsonNode> documents) {
        return documents.stream()
                .map(document -> document.path("http.request.id").asText())
                .toList();
    }

    private static void aKillIsShownAndLifted() throws IOException, InterruptedException {
        assertThat(fleet.tollhouse("kill", "list").out()).containsPattern("(?m)^research-1 +any +any +any +20");
        for (int node = 1; node <= 2; node++) {
            assertThat(research(node).connect(WORK).rule()).isEqualTo("builtin.kill");
        }

        var lifted = fleet.tollhouse("kill", "lift", "--agent", "research-1");

        assertDone(lifted);
        assertThat(lifted.out()).contains("2/2 nodes confirmed");
        for (int node = 1; node <= 2; node++) {
            assertThat(research(node).connect(WORK).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--destination, .work.test, 1, a.work.test:443, 1, other.test:443",
        "--rule,        work,       2, a.work.test:443, 2, other.test:443",
        "--node,        node-2,     2, other.test:443,  1, other.test:443"
    })
    void aKillCutsWhatItNamesAndNothingElse(
            String option, String what, int node, String authority, int otherNode, String otherAuthority)
            throws Exception {
        try (var named = Tunnels.open(ci(node), authority, 2);
                var other = Tunnels.open(ci(otherNode), otherAuthority, 1)) {
            var said = fleet.tollhouse("kill", option, what);

            assertDone(said);
            assertThat(said.out()).contains("2/2 nodes confirmed, 2 tunnels cut");
            named.awaitEnd();
            assertThat(other.areOpen()).isTrue();
            assertThat(ci(node).connect(authority).rule()).isEqualTo("builtin.kill");
        }
        assertDone(fleet.tollhouse("kill", "lift", option, what));
        assertThat(ci(node).connect(authority).status()).isEqualTo(200);
    }

    @Test
    void aKillIsOverWhenItsTimeIsAndNoSoonerWhereTheClockIsAnHourAhead() throws Exception {
        var ahead = startNodeAhead();
        try {
            ahead.awaitReady();
            await("the fleet knows").until(() -> fleet.tollhouse("fleet").out().contains("ahead of the brokers'"));
            var late = Agent.of(ahead.agent().proxy(), "ci-1", "demo");
            var agents = List.of(ci(1), ci(2), late);
            try (var tunnels = Tunnels.open(late, WORK, 2)) {
                var cut = watcher.submit(tunnels::awaitEnd);
                var said = fleet.tollhouse(
                        "kill", "--agent", "ci-1", "--for", LASTS.toSeconds() + "s", "--output", "json");

                assertDone(said);
                var document = MAPPER.readTree(said.out());
                var until = Instant.parse(document.at("/kill/until").asText());
                assertThat(document.path("confirmed").asInt()).isEqualTo(agents.size());
                assertThat(cut.get(1, TimeUnit.SECONDS)).isBefore(until);
                assertThat(firstLetThrough(agents).values())
                        .allSatisfy(at -> assertThat(at).isBetween(until.minusMillis(250), until.plusSeconds(1)));
            }
        } finally {
            ahead.process().stop();
        }
    }

    private static TestNode startNodeAhead() throws IOException {
        var data = fleet.data();
        return TestNode.startBy(
                Faketime.ahead(Duration.ofHours(1)),
                new HostPort("127.0.0.1", fleet.port("--kafka-port")),
                folder,
                "ahead",
                Files.readString(data.resolve("fleet.id")).strip(),
                data.resolve("trusted-keys"),
                Map.of(
                        "agents.file",
                        data.resolve("agents.yaml").toString(),
                        "upstream.allow-loopback-routes",
                        "true"));
    }

    /** When each of them got a tunnel first; until then it is the kill that refuses. */
    private static Map<Agent, Instant> firstLetThrough(List<Agent> agents) {
        var first = new HashMap<Agent, Instant>();
        await().atMost(LASTS.multipliedBy(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (var agent : agents) {
                        if (!first.containsKey(agent) && isLetThrough(agent)) {
                            first.put(agent, Instant.now());
                        }
                    }
                    return first.size() == agents.size();
                });
        return first;
    }

    private static boolean isLetThrough(Agent agent) throws IOException {
        var answer = agent.connect(WORK);
        assertThat(answer.status() == 200 ? "" : answer.rule()).isIn("", "builtin.kill");
        return answer.status() == 200;
    }

    /** The steps stand in {@code docs/operations.md}. All processes of the local fleet share one folder of keys. */
    @Test
    void theSigningKeyIsChangedAndAKillHoldsThroughIt() throws Exception {
        var trusted = fleet.data().resolve("trusted-keys");
        var signing = fleet.data().resolve("signing-key.pem");
        var old = SigningKey.load(signing, TrustedKeys.load(trusted)).keyId();
        assertDone(fleet.tollhouse("kill", "--agent", "ci-1", "--destination", "other.test"));

        var next = folder.resolve("next.pem");
        var key = SigningKey.generate(next, trusted).keyId();
        awaitKeys("node-\\d +live +(%1$s, %2$s|%2$s, %1$s)\nnode-\\d .*%2$s.*\n(?s).*signs with %1$s\\."
                .formatted(old, key));
        Files.move(next, signing, StandardCopyOption.REPLACE_EXISTING);
        fleet.killAndAwaitRestart("distributor");
        awaitKeys("This distributor signs with %2$s\\.\n.*in force is signed with %1$s\\.".formatted(old, key));

        var resigned = fleet.tollhouse("key", "resign");

        assertDone(resigned);
        assertThat(resigned.out()).contains("2/2 nodes confirmed revision");
        awaitKeys("in force is signed with %1$s\\.\n.*laid over it is signed with %1$s\\.".formatted(key));
        Files.delete(trusted.resolve(old + ".pem"));
        awaitKeys("node-\\d +live +%1$s\nnode-\\d +live +%1$s\n".formatted(key));
        assertThat(ci(2).connect(OTHER).rule()).isEqualTo("builtin.kill");
        assertDone(fleet.tollhouse("kill", "lift", "--agent", "ci-1", "--destination", "other.test"));
        assertThat(ci(2).connect(OTHER).status()).isEqualTo(200);
    }

    private static void awaitKeys(String pattern) {
        await("tollhouse key list says " + pattern)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(fleet.tollhouse("key", "list").out()).containsPattern(pattern));
    }
}
