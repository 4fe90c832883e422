package io.tollhouse.proxy.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node enforces of the language, and what it refuses because it cannot. */
@ExtendWith(NoLeaks.class)
class EdgeLanguageTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final int ACCESS_DENIED = 49;

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static String to(Origin origin, String scheme, String keys) {
        return "  - {id: r, to: [demo.test], ports: any, action: route, upstream: \"" + scheme + "://127.0.0.1:"
                + origin.port() + "\"" + (keys.isEmpty() ? "" : ", " + keys) + "}\n";
    }

    private static byte[] denied() {
        return new byte[] {21, 3, 3, 0, 2, 2, ACCESS_DENIED};
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, /a/b, 200",
        "PUT, /a/b, 403",
        "GET, /b, 403",
        "GET, /a/%2e%2e/b, 400",
    })
    void conditionsHoldForPlainHttp(String method, String path, int status) throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", "protocol: http, http: {methods: [GET], paths: [\"/a/**\"]}"));
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.request(method, "http://demo.test" + path, "", ""))
                                .status())
                        .isEqualTo(status);
            }
        }
    }

    @ParameterizedTest(name = "x-team: {0}: {1}")
    @CsvSource({"red, 200", "blue, 403", "'red\r\nX-Team: blue', 403"})
    void conditionsOnHeadersHoldForEveryLine(String team, int status) throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", "protocol: http, http: {headers: {X-Team: red}}"));
            try (var agent = node.agent()) {
                var request = Agent.request("GET", "http://demo.test/", "X-Team: " + team + "\r\n", "");
                assertThat(agent.ask(request).status()).isEqualTo(status);
            }
        }
    }

    @Test
    void aTunnelUnderConditionsCarriesPlainHttpAndNoTls() throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", "http: {methods: [GET]}"));
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.connect("demo.test:80")).status()).isEqualTo(200);
                assertThat(agent.ask("GET / HTTP/1.1\r\nHost: demo.test\r\n\r\n")
                                .status())
                        .isEqualTo(200);
                assertThat(agent.ask("PUT / HTTP/1.1\r\nHost: demo.test\r\nContent-Length: 0\r\n\r\n")
                                .status())
                        .isEqualTo(403);
            }
        }
        node.policy("  - {id: r, to: [demo.test], action: allow, http: {methods: [GET]}}\n");
        tlsIsRefused("asks for what this node cannot do yet: inspect");
    }

    private void tlsIsRefused(String why) throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(
                    to(origin, "tcp", ""),
                    "  - {id: no, to: [demo.test], ports: any, action: deny, http: read-only}\n");
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.connect("demo.test:443")).status()).isEqualTo(200);
                agent.say(Hello.forHost("demo.test").record());

                assertThat(agent.rest()).isEqualTo(denied());
                assertThat(origin.received()).isEmpty();
            }
            assertThat(node.lastRecord(AuditField.RULE_ID)).isEqualTo("builtin.protocol");
            assertThat(String.valueOf(node.lastRecord(AuditField.ERROR_MESSAGE)))
                    .contains(why);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "protocol: http, credential: key | credential",
                "protocol: http, headers: {remove: [X-Debug]} | headers",
                "limits: {openTunnels: 1} | limits",
                "rewriteHost: other.test | rewrite-host",
            })
    void whatANodeCannotDoItRefusesByName(String keys, String feature) throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", keys));
            try (var agent = node.agent()) {
                var answer = agent.ask(Agent.get("http://demo.test/"));

                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.protocol");
                assertThat(new String(answer.body(), US_ASCII)).contains("cannot do yet: " + feature);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"synced", "replicated"})
    void aRuleAsksForTheLevelOfItsRecords(String level) throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", "audit: " + level));
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(200);
            }
        }
        assertThat(node.recorder.asked()).extracting(AuditLevel::label).containsExactly(level);
    }

    @Test
    void anAskIsRefusedAsLongAsNobodyCanApprove() throws IOException {
        node.policy("  - {id: q, to: [demo.test], action: ask}\n");
        try (var agent = node.agent()) {
            var answer = agent.ask(Agent.connect("demo.test:443"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.ask");
        }
        node.tells("refusal ask builtin.ask failure");
    }

    @Test
    void whatOnlyReportsIsRecordedAndLetThrough() throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(to(origin, "http", ""), "  - {id: try, to: [demo.test], action: deny, mode: report}\n");
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(200);
            }
        }
        node.tells("admission route r success", "outcome route r success");
        assertThat(node.lastRecord(AuditField.WOULD)).isEqualTo("deny");
        assertThat(node.lastRecord(AuditField.WOULD_RULE)).isEqualTo("try");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"'protocol: tcp', true", "'protocol: [tcp, tls]', true", "'', false"})
    void otherProtocolsAreCarriedUnderARuleForThem(String keys, boolean carried) throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(to(origin, "tcp", keys));
            try (var agent = node.agent()) {
                assertThat(agent.ask(Agent.connect("demo.test:22")).status()).isEqualTo(200);
                agent.sayLast("@SSH-2.0\n");

                assertThat(new String(agent.rest(), US_ASCII)).isEqualTo(carried ? "@SSH-2.0\n" : "");
            }
        }
        node.tells(
                "admission route r success",
                carried ? "outcome route r success" : "outcome deny builtin.protocol failure");
    }

    @Test
    void tlsIsNotCarriedUnderARuleForOthers() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(to(origin, "tcp", "protocol: tcp"));
            try (var agent = node.agent()) {
                agent.ask(Agent.connect("demo.test:443"));
                agent.say(Hello.forHost("demo.test").record());

                assertThat(agent.rest()).isEqualTo(denied());
                assertThat(origin.received()).isEmpty();
            }
        }
        node.tells("admission route r success", "outcome deny builtin.default failure");
    }

    @Test
    void aTunnelWhoseProtocolIsClosedIsCut() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(to(origin, "tcp", ""));
            try (var agent = node.agent()) {
                var hello = Hello.forHost("demo.test").record();
                agent.ask(Agent.connect("demo.test:443"));
                agent.say(hello);
                assertThat(agent.socket().getInputStream().readNBytes(hello.length))
                        .isEqualTo(hello);

                node.policy(to(origin, "tcp", "protocol: [http, tls, tcp]"));
                agent.say(hello);
                assertThat(agent.socket().getInputStream().readNBytes(hello.length))
                        .isEqualTo(hello);

                node.policy(to(origin, "tcp", "protocol: tcp"));
                assertThat(agent.rest()).isEmpty();
            }
        }
        node.tells("admission route r success", "outcome deny builtin.default failure");
    }
}
