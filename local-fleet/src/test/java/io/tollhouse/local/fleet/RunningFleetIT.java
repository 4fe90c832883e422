package io.tollhouse.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.local.testing.Agent;
import io.tollhouse.local.testing.LocalFleet;
import io.tollhouse.local.testing.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer does with a fleet, and what a fleet does when its parts are frozen, killed and lied to. */
class RunningFleetIT {
    private static final String DEMO = "demo.tollhouse.test";
    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    static Path folder;

    private static LocalFleet fleet;
    private static AuditTrail trail;
    private static Path example;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        fleet = LocalFleet.in(folder).startAndAwaitReady();
        trail = new AuditTrail(fleet);
        example = folder.resolve("in-force.yaml");
        Files.writeString(example, fleet.tollhouse("policy", "get").out());
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    private static Agent research(int node) {
        return Agent.of(fleet.proxy(node), "research-1", "demo");
    }

    private static Said apply(Path policy, String... more) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("policy", "apply", policy.toString()));
        words.addAll(List.of(more));
        return fleet.tollhouse(words.toArray(String[]::new));
    }

    /** Only where a test changed it, since a publish takes a while. */
    @AfterEach
    void theExampleIsInForce() throws IOException, InterruptedException {
        if (!fleet.tollhouse("policy", "get").out().contains("policy: agents")) {
            assertThat(apply(example).exit()).isZero();
        }
    }

    @ParameterizedTest(name = "node {0}")
    @ValueSource(ints = {1, 2})
    void theDemonstrationAnswersThroughEachNode(int node) throws IOException {
        var plain = research(node).get("http://" + DEMO + "/hello?x=1");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.body())
                .contains("GET /hello?x=1", "Host: " + DEMO)
                .doesNotContainIgnoringCase("proxy-authorization");

        var tls = research(node).getOverTls(DEMO, 443, "/secret");
        assertThat(tls.status()).isEqualTo(200);
        assertThat(tls.body()).contains("GET /secret", "https");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void anExplanationSaysWhatTheNodesSay(String url, int status, String rule) throws Exception {
        var said = fleet.tollhouse("policy", "explain", "GET " + url, "--agent", "research-1");

        assertThat(said.exit()).isZero();
        assertThat(said.out()).startsWith((status == 400 ? "malformed" : "deny") + " by " + rule + ": ");
    }

    @Test
    void aMaximumBoundsEveryPolicyUntilItIsTakenAway() throws Exception {
        var maximum = Files.writeString(
                folder.resolve("maximum.yaml"),
                "{tollhouse: v1, maximum: company, rules: ["
                        + "{id: most, to: ['**', any-public-ip], ports: any, protocol: [http, tls, tcp, dns], action: allow},"
                        + " {id: no-demo, to: [sub.demo.tollhouse.test], ports: any, action: deny}]}");
        try {
            assertThat(fleet.tollhouse("policy", "maximum", "apply", maximum.toString(), "--why", "tested"))
                    .satisfies(said -> assertThat(said.out() + said.err()).contains("2/2 nodes confirmed"));
            assertThat(fleet.tollhouse("policy", "maximum", "get").out()).isEqualTo(Files.readString(maximum));

            var exceeding = folder.resolve("exceeding.yaml");
            Files.writeString(
                    exceeding,
                    "{tollhouse: v1, policy: too-much, rules: [{id: demo, to: [sub.demo.tollhouse.test], action: allow}]}");
            var refused = apply(exceeding);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("rule demo exceeds maximum company", "its rule no-demo denies that");

            Files.writeString(
                    exceeding,
                    "{tollhouse: v1, policy: within, rules: [{id: demo, to: [.demo.tollhouse.test], action: allow}]}");
            assertThat(apply(exceeding).exit()).isZero();
            assertThat(research(1).connect("sub.demo.tollhouse.test:443").rule())
                    .isEqualTo("maximum.no-demo");
        } finally {
            assertThat(fleet.tollhouse("policy", "maximum", "remove").exit()).isZero();
        }
        assertThat(fleet.tollhouse("policy", "maximum", "get").err()).contains("no maximum is in force");
        assertThat(fleet.tollhouse("policy", "history").out()).contains("MAXIMUM", "company");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("http://169.254.169.254/latest/meta-data/", 403, "builtin.metadata"),
                Arguments.of("http://127.0.0.1/", 403, "builtin.never"),
                Arguments.of("http://10.1.2.3/", 403, "builtin.private"),
                Arguments.of("http://elsewhere.example/", 403, "builtin.default"),
                Arguments.of("http://www.pastebin.com/x", 403, "no-paste"),
                Arguments.of("http://2130706433/", 400, "builtin.malformed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalNamesItsRuleAndIsFoundBySearch(String url, int status, String rule) throws Exception {
        var answer = research(1).get(url);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.reason()).startsWith("Tollhouse " + rule);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        trail.awaitFound("request:" + answer.request() + " rule:" + rule, 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "169.254.169.254:80, builtin.metadata",
        "127.0.0.1:443, builtin.never",
        "pypi.org:22, builtin.default",
        "x.paste.example:443, no-paste"
    })
    void aRefusedConnectSaysWhyInItsStatusLine(String authority, String rule) throws IOException {
        var answer = research(2).connect(authority);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.reason()).startsWith("Tollhouse " + rule + ": ");
        assertThat(answer.rule()).isEqualTo(rule);
    }

    @Test
    void aReasonAndASuggestionReachTheAgent() throws IOException {
        assertThat(research(1).get("http://pastebin.com/").body())
                .contains("Paste sites are closed", "Use the artifact store.");
    }

    @Test
    void whoeverHasNoOrAWrongSecretIsNobody() throws IOException {
        var answers = List.of(
                Agent.nobody(fleet.proxy(1)).get("http://" + DEMO + "/"),
                Agent.of(fleet.proxy(1), "research-1", "wrong").get("http://" + DEMO + "/"),
                Agent.of(fleet.proxy(1), "stranger", "demo").connect(DEMO + ":443"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(407);
            assertThat(answer.headers()).containsKey("proxy-authenticate");
        });
    }

    /** The parts of the fleet, and not the demonstration, which listens on the same address. */
    @Test
    void noRuleLeadsToThePartsOfTheFleet() throws IOException, InterruptedException {
        var policy = folder.resolve("inward.yaml");
        Files.writeString(policy, """
                tollhouse: v1
                policy: inward
                rules:
                  - {id: api, to: [api.test], action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: kafka, to: [kafka.test], action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: search, to: [search.test], action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: node, to: [node.test], action: route, upstream: "http://127.0.0.1:%d"}
                  - {id: demo, to: [other.test], action: route, upstream: "http://127.0.0.1:%d"}
                """.formatted(
                        fleet.port("--api-port"),
                        fleet.port("--kafka-port"),
                        fleet.port("--elasticsearch-port"),
                        fleet.port("--proxy-port"),
                        fleet.port("--demo-port")));
        assertThat(apply(policy).exit()).isZero();

        for (var host : List.of("api.test", "kafka.test", "search.test", "node.test")) {
            var answer = research(1).get("http://" + host + "/");
            assertThat(answer.status()).as(host).isEqualTo(403);
            assertThat(answer.rule()).as(host).isEqualTo("builtin.self");
        }
        assertThat(research(1).get("http://other.test/").status()).isEqualTo(200);
    }

    @Test
    void anAppliedPolicyIsEnforcedByBothNodesBeforeTheCommandEnds() throws IOException, InterruptedException {
        var said = apply(EXAMPLES.resolve("locked-down.yaml").toAbsolutePath());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("2/2 nodes", "node-1", "node-2");
        for (int node = 1; node <= 2; node++) {
            assertThat(research(node).get("http://" + DEMO + "/").rule()).isEqualTo("locked-down");
            assertThat(research(node).connect(DEMO + ":443").rule()).isEqualTo("locked-down");
        }
        assertThat(fleet.tollhouse("fleet").out()).contains("node-1", "node-2", "ready", "audit trail: no gaps");
    }

    @Test
    void aFrozenNodeIsNamedAndCatchesUpWhenItGoesOn() throws IOException, InterruptedException {
        fleet.signal("node-2", "STOP");
        try {
            var said = apply(EXAMPLES.resolve("locked-down.yaml").toAbsolutePath(), "--timeout", "3s");

            assertThat(said.exit()).isEqualTo(3);
            assertThat(said.out() + said.err()).contains("1/2 nodes", "node-2");
            assertThat(research(1).get("http://" + DEMO + "/").rule()).isEqualTo("locked-down");
        } finally {
            fleet.signal("node-2", "CONT");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(research(2).get("http://" + DEMO + "/").rule())
                                .isEqualTo("locked-down"));
    }

    @Test
    void aPolicyWhoseOwnTestFailsIsNotPublished() throws IOException, InterruptedException {
        var policy = folder.resolve("failing.yaml");
        Files.writeString(policy, """
                tollhouse: v1
                policy: failing
                tests:
                  - {agent: research-1, request: "GET http://demo.tollhouse.test/", expect: route}
                """);

        var said = apply(policy);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("failing.yaml:4");
        assertThat(research(1).get("http://" + DEMO + "/").status()).isEqualTo(200);
    }

    @Test
    void nothingIsMissingOrTwiceWhenThePartThatKeepsTheTrailIsKilledAndStartedAgain() throws Exception {
        var part = "audit-consumer";
        int each = 40;
        var host = part + ".killed.example";
        var requests = new HashSet<String>();
        for (int i = 0; i < 2 * each; i++) {
            requests.add(research(1 + i % 2).get("http://" + host + "/" + i).request());
            if (i == each) {
                fleet.killAndAwaitRestart(part);
            }
        }
        assertThat(requests).hasSize(2 * each);

        trail.awaitFound("host:" + host, 2 * each);
        assertThat(trail.found("host:" + host).stream().map(AuditTrail::eventId).distinct())
                .hasSize(2 * each);
        assertThat(fleet.output()).containsPattern(part + " +was ended by signal 9; started again in");
    }

    @Test
    void aNodeThatWasKilledComesBackWithThePolicyThatIsInForce() throws IOException, InterruptedException {
        fleet.killAndAwaitRestart("node-1");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(research(1).get("http://" + DEMO + "/").status())
                                .isEqualTo(200));
    }

    @Test
    void anUnsignedPolicyIsNotBelievedAndTheStatusSaysWhy() throws Exception {
        new Forger(fleet).writeUnsigned(1_000_000);

        awaitBothNodesSay("it is not signed");
        theLastGoodPolicyHolds();
        theNextRevisionMendsIt();
    }

    @Test
    void aLowerRevisionIsNotBelievedAndTheStatusSaysWhy() throws Exception {
        assertThat(apply(example).exit()).isZero(); // so that 1 is lower, whatever ran before
        new Forger(fleet).writeSigned(1);

        awaitBothNodesSay("its revision 1 is below");
        theLastGoodPolicyHolds();
        theNextRevisionMendsIt();
    }

    private static void awaitBothNodesSay(String why) {
        Awaitility.await(why)
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(fleet.tollhouse("fleet", "--output", "json")
                                .out()
                                .split(Pattern.quote(why), -1))
                        .hasSize(3));
    }

    private static void theLastGoodPolicyHolds() throws IOException {
        for (int node = 1; node <= 2; node++) {
            assertThat(research(node).get("http://elsewhere.example/").rule()).isEqualTo("builtin.default");
            assertThat(research(node).get("http://" + DEMO + "/").status()).isEqualTo(200);
        }
    }

    private static void theNextRevisionMendsIt() throws IOException, InterruptedException {
        var said = apply(example);

        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("2/2 nodes");
    }
}
