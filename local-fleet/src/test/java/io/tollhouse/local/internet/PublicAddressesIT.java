package io.tollhouse.local.internet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollhouse.local.node.PolicyWriter;
import io.tollhouse.local.testing.Agent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which addresses a node dials when its policy allows everyone everything that can be allowed. */
class PublicAddressesIT {
    private static final String POLICY = """
            tollhouse: v1
            policy: generous
            rules:
              - {id: names, to: ["**"], ports: any, action: allow}
              - {id: addresses, to: [any-public-ip, "0.0.0.0/0", "::/0"], ports: any, action: allow}
              - {id: wiki, to: ["*.wiki.example"], ports: any, action: allow, allowPrivate: [10.20.0.0/16]}
              - {id: closed, to: [.closed.example], ports: any, action: deny, reason: "Closed."}
            """;

    @TempDir
    static Path folder;

    private static TestNodes around;
    private static NameServer names;
    private static Internet internet;
    private static Agent agent;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Internet.isOurs(),
                "needs a network namespace of its own: run as root, or where user namespaces are allowed");
        around = TestNodes.make(folder, POLICY);
        names = around.names();
        internet = around.internet();
        agent = around.startNode("node-1", PolicyWriter.FLEET).awaitReady().agent();
    }

    @AfterAll
    static void stop() throws Exception {
        if (around != null) {
            around.close();
        }
    }

    @BeforeEach
    void forget() {
        internet.forget();
    }

    static Stream<Arguments> reachable() {
        return Stream.of(
                Arguments.of("a.public.example", "93.184.215.14", "93.184.215.14"),
                Arguments.of("two.public.example", "93.184.215.14 93.184.215.15", "93.184.215.14"),
                Arguments.of("six.public.example", "2606:2800::1", "2606:2800:0:0:0:0:0:1"),
                Arguments.of("open.wiki.example", "10.20.0.5", "10.20.0.5"),
                Arguments.of("93.184.215.20", "", "93.184.215.20"),
                Arguments.of("[2606:2800::2]", "", "2606:2800:0:0:0:0:0:2"));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("reachable")
    void whatIsJudgedWellIsDialledAndNothingElse(String host, String answer, String dialled) throws IOException {
        if (!answer.isEmpty()) {
            names.answers(host, answer);
        }

        var plain = agent.get("http://" + host + "/");
        assertThat(plain.status()).as(plain.reason()).isEqualTo(200);
        assertThat(plain.body()).isEqualTo("arrived at " + dialled + "\n");

        var tls = agent.getOverTls(host, 443, "/");
        assertThat(tls.status()).as(tls.reason()).isEqualTo(200);
        assertThat(tls.body()).isEqualTo("arrived at " + dialled + "\n");
        assertThat(internet.dialled()).containsExactly(dialled + ":80", dialled + ":443");
    }

    /** One answer a line, with the rule that refuses the request for it. */
    static final List<Arguments> ANSWERS = List.of(
            Arguments.of("169.254.169.254", "builtin.metadata"),
            Arguments.of("fd00:ec2::254", "builtin.metadata"),
            Arguments.of("100.100.100.200", "builtin.metadata"),
            Arguments.of("169.254.1.1", "builtin.never"),
            Arguments.of("127.0.0.1", "builtin.never"),
            Arguments.of("::1", "builtin.never"),
            Arguments.of("0.0.0.0", "builtin.never"),
            Arguments.of("10.0.0.1", "builtin.private"),
            Arguments.of("172.16.0.1", "builtin.private"),
            Arguments.of("192.168.1.1", "builtin.private"),
            Arguments.of("100.64.0.1", "builtin.private"),
            Arguments.of("fd12:3456::1", "builtin.private"),
            Arguments.of("93.184.215.14 10.0.0.1", "builtin.private"),
            Arguments.of("93.184.215.14 169.254.169.254", "builtin.metadata"),
            Arguments.of("93.184.215.14 ::1", "builtin.never"),
            Arguments.of("2606:2800::1 fd00:ec2::254", "builtin.metadata"),
            Arguments.of("64:ff9b::a9fe:a9fe", "builtin.metadata"),
            Arguments.of("64:ff9b::7f00:1", "builtin.never"),
            Arguments.of("2002:a9fe:a9fe::1", "builtin.metadata"),
            Arguments.of("2002:5db8:d70e::1", "builtin.never"));

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("ANSWERS")
    void oneBadAnswerRefusesTheRequestAndNothingIsDialled(String answer, String rule) throws IOException {
        var host = "rebind-" + Integer.toHexString(answer.hashCode()) + ".example";
        names.answers(host, answer);

        for (var refused : List.of(agent.get("http://" + host + "/"), agent.connect(host + ":443"))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.rule()).isEqualTo(rule);
        }
        assertThat(names.asked()).contains(host);
        assertThat(internet.dialled()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "169.254.169.254, builtin.metadata",
        "[fd00:ec2::254], builtin.metadata",
        "[::ffff:169.254.169.254], builtin.metadata",
        "[64:ff9b::a9fe:a9fe], builtin.metadata",
        "169.254.169.255, builtin.never",
        "169.254.0.1, builtin.never",
        "127.0.0.1, builtin.never",
        "127.255.255.254, builtin.never",
        "[::1], builtin.never",
        "[::ffff:127.0.0.1], builtin.never",
        "0.0.0.0, builtin.never",
        "[::], builtin.never",
        "192.0.2.1, builtin.never",
        "[fe80::1], builtin.never",
        "10.255.255.255, builtin.private",
        "172.31.255.255, builtin.private",
        "192.168.0.1, builtin.private",
        "100.127.255.255, builtin.private",
        "198.18.0.1, builtin.private",
        "[fc00::1], builtin.private"
    })
    void aSpecialAddressIsRefusedByItselfAndNothingIsDialled(String host, String rule) throws IOException {
        for (var refused : List.of(agent.get("http://" + host + "/"), agent.connect(host + ":443"))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.rule()).isEqualTo(rule);
        }
        assertThat(internet.dialled()).isEmpty();
    }

    /** One bit beside a special range there is public internet, and it is not refused by mistake. */
    @ParameterizedTest
    @CsvSource({
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "169.255.0.1",
        "192.167.255.255",
        "192.169.0.0",
        "126.255.255.255",
        "198.17.255.255",
        "198.20.0.0"
    })
    void besideASpecialRangeNothingIsRefused(String address) throws IOException {
        assertThat(agent.get("http://" + address + "/").body()).isEqualTo("arrived at " + address + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0xa9fea9fe",
        "2852039166",
        "0251.0376.0251.0376",
        "169.254.43518",
        "127.1",
        "[::ffff:a9fe:a9fe%25eth0]",
        "169.254.169.254."
    })
    void anotherSpellingOfAnAddressIsNeverDialled(String host) throws IOException {
        var refused = agent.get("http://" + host + "/");

        assertThat(refused.status()).isIn(400, 403);
        assertThat(refused.rule()).startsWith("builtin.");
        assertThat(internet.dialled()).isEmpty();
    }

    @Test
    void aNameThatMovesToAPrivateAddressIsJudgedAgain() {
        names.answers("moving.example", "93.184.215.14", "10.0.0.1");

        Awaitility.await("the second answer is refused")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() ->
                        assertThat(agent.get("http://moving.example/").rule()).isEqualTo("builtin.private"));
        assertThat(internet.dialled()).isNotEmpty().allMatch("93.184.215.14:80"::equals);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "beside.wiki.example, 10.21.0.5, builtin.private",
        "metadata.wiki.example, 169.254.169.254, builtin.metadata",
        "mixed.wiki.example, 10.20.0.5 10.21.0.5, builtin.private",
        "another.example, 10.20.0.5, builtin.private"
    })
    void anOpenedNetworkIsOpenForItsRuleOnly(String host, String answer, String rule) throws IOException {
        names.answers(host, answer);

        assertThat(agent.get("http://" + host + "/").rule()).isEqualTo(rule);
        assertThat(internet.dialled()).isEmpty();
    }

    @Test
    void aNameThatThePolicyRefusesIsNeverAskedFor() throws IOException {
        names.answers("secret.closed.example", "93.184.215.14");

        assertThat(agent.get("http://secret.closed.example/").rule()).isEqualTo("closed");
        assertThat(agent.connect("secret.closed.example:443").rule()).isEqualTo("closed");
        assertThat(names.asked()).doesNotContain("secret.closed.example");
        assertThat(internet.dialled()).isEmpty();
    }

    /** What another fleet's key signed, or what was signed for another fleet, is no policy. */
    @Test
    void aNodeThatNeverSawAPolicyRefusesEverything() throws IOException {
        try (var lonely = around.startNode("lonely", "another-fleet")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lonely.process().readiness().body().contains("never saw a policy"));
            var agents = lonely.agent();

            for (var refused : List.of(agents.get("http://93.184.215.20/"), agents.connect("93.184.215.20:443"))) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.rule()).isEqualTo("builtin.no-policy");
            }
            assertThat(internet.dialled()).isEmpty();
        }
    }
}
