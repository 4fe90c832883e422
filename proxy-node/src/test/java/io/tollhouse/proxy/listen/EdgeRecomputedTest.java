package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.decision.Decision;
import io.tollhouse.contract.decision.Facts;
import io.tollhouse.contract.decision.Headers;
import io.tollhouse.contract.decision.Matcher;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a record and the revision that it names, the same decision comes out again (P7). */
@ExtendWith(NoLeaks.class)
class EdgeRecomputedTest {
    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private final Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    @BeforeEach
    void start() throws MalformedHost {
        node.names
                .name("rebound.test", "93.184.215.14", "10.0.0.1")
                .name("alias.test", List.of(Host.parse("mid.test"), Host.parse("closed.test")), "93.184.215.14");
        node.policy(
                route("demo.test", "http", origin.port()),
                route("tls.test", "tcp", origin.port()),
                deny("closed.test"),
                allow("rebound.test"),
                allow("alias.test"),
                allow("any-public-ip"));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "demo.test/a/b;c?query",
                "DEMO.test:8080/%7e",
                "closed.test/",
                "unlisted.test/",
                "rebound.test/",
                "alias.test/",
                "localhost/",
                "169.254.169.254/latest",
                "10.0.0.1/",
                "[::ffff:10.0.0.1]:81/",
                "rebound.test:25/",
            })
    void ofRequestsAndTunnels(String target) throws IOException {
        try (var agent = node.agent();
                var tunnel = node.agent()) {
            var authority = target.substring(0, target.indexOf('/'));
            agent.ask(Agent.get("http://" + target));
            tunnel.ask(Agent.connect(authority.matches(".*:\\d+") ? authority : authority + ":443"));

            assertThat(recomputed()).as("one of each at least").hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void ofARequestInATunnel() throws IOException {
        try (var agent = node.agent()) {
            agent.ask(Agent.connect("demo.test:80"));
            agent.ask("GET /in?side HTTP/1.1\r\nHost: demo.test\r\n\r\n");

            assertThat(recomputed()).hasSize(2);
        }
    }

    /** The admission is recorded, and nobody is dialled since that fails. */
    @Test
    void ofAnAdmissionToAnAddress() throws IOException {
        node.recorder.mode(Mode.REFUSE);
        try (var agent = node.agent()) {
            agent.ask(Agent.connect("93.184.215.14:443"));

            assertThat(recomputed()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"demo.test", "rebound.test", "alias.test", "93.184.215.14", "unlisted.test"})
    void ofWhatIsKilled(String host) throws IOException {
        node.kill(
                KillTarget.parse(null, "demo.test", null, null),
                KillTarget.parse(Agent.NAME, "93.184.0.0/16", null, null),
                KillTarget.parse(null, null, "go-alias-test", EdgeFixture.NODE));
        try (var agent = node.agent()) {
            agent.ask(Agent.connect(host + ":443"));

            assertThat(recomputed())
                    .last()
                    .extracting(event -> event.value(AuditField.OVERLAY))
                    .isEqualTo(EdgeFixture.OVERLAY);
            assertThat(node.lastRecord(AuditField.RULE_ID))
                    .isEqualTo(host.equals("unlisted.test") ? "builtin.default" : "builtin.kill");
        }
    }

    /** What was judged stands in the admission; the outcome names the revision that says otherwise. */
    @Test
    void ofATunnelThatIsCut() throws IOException {
        try (var agent = node.agent()) {
            agent.ask(Agent.connect("tls.test:443"));
            agent.say(Hello.forHost("tls.test").record());
            await().until(() -> !origin.received().isEmpty());

            node.policy(deny("tls.test"));
            node.tells("admission route to-tls-test success", "outcome deny no-tls-test failure");

            var admission = node.records().toList().get(0);
            var outcome = node.records().toList().get(1);
            assertThat(number(outcome, AuditField.REVISION)).isEqualTo(2);
            assertThat(decide(admission, node.revision(2)).verdict()).isEqualTo(Verdict.DENY);
            assertThat(decide(admission, node.revision(2)).rule()).isEqualTo("no-tls-test");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"demo.test/chat", "ws.test/chat"})
    void requestsForAWebSocket(String target) throws IOException {
        node.policy(
                route("demo.test", "http", origin.port()),
                route("ws.test", "http", origin.port()).replace("}\n", ", upgrade: websocket}\n"));
        try (var agent = node.agent()) {
            agent.ask(Agent.request("GET", "http://" + target, EdgeWebSocketTest.OPENING, ""));
        }
        assertThat(recomputed()).isNotEmpty();
    }

    /** All records that name facts, each decided again. */
    private List<AuditEvent> recomputed() {
        var records = node.records()
                .filter(event -> event.value(AuditField.FACTS) != null)
                .toList();
        assertThat(records).allSatisfy(this::isDecidedAgain);
        return records;
    }

    private void isDecidedAgain(AuditEvent event) throws MalformedHost {
        var policy = node.revision(number(event, AuditField.REVISION), event.value(AuditField.OVERLAY));
        var again = decide(event, policy);

        assertThat(facts(event).hash(addresses(event), aliases(event))).isEqualTo(event.value(AuditField.FACTS));
        assertThat(again.verdict().label()).isEqualTo(event.value(AuditField.VERDICT));
        assertThat(again.rule()).isEqualTo(event.value(AuditField.RULE_ID));
        assertThat(again.reason()).isEqualTo(event.value(AuditField.EVENT_REASON));
        assertThat(again.route() == null ? null : again.route().text()).isEqualTo(event.value(AuditField.UPSTREAM));
    }

    private static Decision decide(AuditEvent event, Matcher matcher) {
        var facts = facts(event);
        var byName = matcher.judgeName(facts);
        return byName.route() == null
                ? matcher.judgeAddresses(facts, byName, addresses(event), aliases(event))
                : matcher.judgeUpstream(facts, byName, addresses(event));
    }

    private static Facts facts(AuditEvent event) {
        var agent = text(event, AuditField.USER_NAME);
        var source = address(text(event, AuditField.SOURCE_IP));
        var to = new Destination(
                host(text(event, AuditField.DESTINATION_DOMAIN)),
                Math.toIntExact(number(event, AuditField.DESTINATION_PORT)));
        var at = (Instant) requireNonNull(event.value(AuditField.TIMESTAMP));
        if (text(event, AuditField.EVENT_ACTION).equals("connect")) {
            return Facts.connect(agent, source, to, at);
        }
        var request = new Facts.Request(
                text(event, AuditField.HTTP_METHOD),
                text(event, AuditField.URL_PATH),
                Headers.NONE,
                "websocket".equals(event.value(AuditField.UPGRADE)));
        return Facts.http(agent, source, to, at, request);
    }

    private static List<IpAddress> addresses(AuditEvent event) {
        return texts(event.value(AuditField.ADDRESSES))
                .map(EdgeRecomputedTest::address)
                .toList();
    }

    private static List<Host> aliases(AuditEvent event) {
        return texts(event.value(AuditField.ALIASES))
                .map(EdgeRecomputedTest::host)
                .toList();
    }

    private static Stream<String> texts(@Nullable Object list) {
        return list == null
                ? Stream.of()
                : new ArrayList<>((List<?>) list).stream().map(String::valueOf);
    }

    private static String text(AuditEvent event, AuditField field) {
        return String.valueOf(requireNonNull(event.value(field), field.path()));
    }

    private static long number(AuditEvent event, AuditField field) {
        return (Long) requireNonNull(event.value(field), field.path());
    }

    private static Host host(String text) {
        try {
            return Host.parse(text);
        } catch (MalformedHost e) {
            throw new AssertionError(text, e);
        }
    }

    private static IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (MalformedHost e) {
            throw new AssertionError(text, e);
        }
    }
}
