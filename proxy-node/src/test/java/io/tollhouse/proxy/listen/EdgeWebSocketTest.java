package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for another protocol: a WebSocket where a rule allows it, and nothing else. Over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeWebSocketTest {
    /** The example of RFC 6455 section 1.3. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    static final String OPENING =
            "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                    + KEY + "\r\nSec-WebSocket-Protocol: chat\r\n";
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ";
    private static final String OPENED = SWITCHING + ACCEPT + "\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
    private static final String ADMITTED = "admission route to-ws-test success";
    private static final String URL = "http://ws.test/chat?room=1";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static String allowed(int port) {
        return route("ws.test", "http", port).replace("}\n", ", upgrade: websocket}\n");
    }

    private static String opening() {
        return Agent.request("GET", URL, OPENING, "");
    }

    private static String read(Agent agent, int length) throws IOException {
        return new String(agent.socket().getInputStream().readNBytes(length), US_ASCII);
    }

    @Test
    void whereTheRuleAllowsItBytesGoBothWaysAfterThe101() throws IOException {
        try (var origin = Origin.that(visit -> visit.until("\r\n\r\n")
                        .say(OPENED + "first")
                        .until("masked")
                        .say("second")
                        .toTheEnd());
                var agent = node.policy(allowed(origin.port())).agent()) {
            var answer = agent.ask(opening());
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("upgrade")).isEqualTo("websocket");
            assertThat(answer.field("connection")).isEqualTo("upgrade");
            assertThat(answer.field("sec-websocket-accept")).isEqualTo(ACCEPT);
            assertThat(answer.field("sec-websocket-protocol")).isEqualTo("chat");
            assertThat(read(agent, 5)).isEqualTo("first");
            agent.say("masked");
            assertThat(read(agent, 6)).isEqualTo("second");
            agent.socket().shutdownOutput();
            assertThat(agent.rest()).isEmpty();

            assertThat(origin.received())
                    .startsWith("GET /chat?room=1 HTTP/1.1\r\n")
                    .contains("upgrade: websocket\r\n", "connection: upgrade\r\n", "Sec-WebSocket-Key: " + KEY)
                    .doesNotContain("keep-alive", "Proxy-Authorization")
                    .endsWith("masked");
        }
        node.tells(ADMITTED, "outcome route to-ws-test success");
        assertThat(node.lastRecord(AuditField.HTTP_STATUS)).isEqualTo(101L);
        assertThat((Long) node.lastRecord(AuditField.DESTINATION_BYTES))
                .isEqualTo(OPENED.length() + "firstsecond".length());
    }

    @Test
    void whatComesBeforeThe101WaitsForIt() throws IOException {
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n");
                    assertThat(visit.text()).endsWith("\r\n\r\n");
                    visit.say(OPENED).until("early").toTheEnd();
                });
                var agent = node.policy(allowed(origin.port())).agent()) {
            agent.say(opening() + "early");
            assertThat(agent.answer().status()).isEqualTo(101);
            agent.socket().shutdownOutput();
            assertThat(agent.rest()).isEmpty();
            assertThat(origin.received()).endsWith("\r\n\r\nearly");
        }
    }

    @Test
    void itOpensInsideATunnelToo() throws IOException {
        try (var origin = Origin.that(
                        visit -> visit.until("\r\n\r\n").say(OPENED + "first").toTheEnd());
                var agent = node.policy(allowed(origin.port())).agent()) {
            assertThat(agent.ask(Agent.connect("ws.test:80")).status()).isEqualTo(200);
            agent.say("GET /chat HTTP/1.1\r\nHost: ws.test\r\n" + OPENING + "\r\n");

            assertThat(agent.answer().status()).isEqualTo(101);
            assertThat(read(agent, 5)).isEqualTo("first");
        }
    }

    @Test
    void aServerMayDecline() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                var agent = node.policy(allowed(origin.port())).agent()) {
            var answer = agent.ask(opening());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("hello");
        }
        node.tells(ADMITTED, "outcome route to-ws-test success");
    }

    @Test
    void whereNoRuleAllowsItItIsRefused() throws IOException {
        try (var origin = Origin.echoing();
                var agent = node.policy(route("ws.test", "http", origin.port())).agent()) {
            var answer = agent.ask(opening());
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).contains("rule to-ws-test allows no upgrade to WebSocket");
            assertThat(origin.received()).isEmpty();
        }
        node.tells("refusal deny builtin.protocol failure");
    }

    @Test
    void aRevisionThatAllowsItNoMoreCutsWhatIsOpen() throws IOException {
        try (var origin =
                        Origin.that(visit -> visit.until("\r\n\r\n").say(OPENED).toTheEnd());
                var agent = node.policy(allowed(origin.port())).agent()) {
            assertThat(agent.ask(opening()).status()).isEqualTo(101);
            node.policy(route("ws.test", "http", origin.port()));

            assertThat(agent.rest()).isEmpty();
        }
        node.tells(ADMITTED, "outcome deny builtin.protocol failure");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                SWITCHING + "s3pPLMBiTxaQ9kYGzzhZRbK+xOp=\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Accept: "
                        + ACCEPT + "\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + ACCEPT
                        + "\r\n\r\n",
                SWITCHING + ACCEPT + "\r\nSec-WebSocket-Accept: " + ACCEPT + "\r\n\r\n",
            })
    void aServerThatSwitchesToSomethingElseIsNotBelieved(String response) throws IOException {
        try (var origin = Origin.that(visit ->
                        visit.until("\r\n\r\n").say(response + "smuggled").toTheEnd());
                var agent = node.policy(allowed(origin.port())).agent()) {
            var answer = agent.ask(opening());
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).doesNotContain("smuggled");
        }
        node.tells(ADMITTED, "outcome route to-ws-test failure");
    }

    @Test
    void aServerThatSwitchesUnaskedIsNotBelieved() throws IOException {
        try (var origin =
                        Origin.that(visit -> visit.until("\r\n\r\n").say(OPENED).toTheEnd());
                var agent = node.policy(allowed(origin.port())).agent()) {
            assertThat(agent.ask(Agent.get(URL)).status()).isEqualTo(502);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "POST, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: c2hvcnQ=|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket, h2c|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Connection: Upgrade|Upgrade: h2c|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|'",
        "GET, 'Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Content-Length: 1|'",
    })
    void whatOpensItInAnotherWayIsMalformed(String method, String fields) throws IOException {
        try (var origin = Origin.echoing();
                var agent = node.policy(allowed(origin.port())).agent()) {
            var answer = agent.ask(Agent.request(method, URL, fields.replace("|", "\r\n"), ""));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(origin.received()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2c, foo/2", "TLS/1.0", "other"})
    void everyOtherProtocolIsLeftOut(String upgrade) throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 204 No Content\r\n\r\n");
                var agent = node.policy(allowed(origin.port())).agent()) {
            var fields =
                    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: " + upgrade + "\r\nHTTP2-Settings: AAMAAABk\r\n";
            assertThat(agent.ask(Agent.request("GET", URL, fields, "")).status())
                    .isEqualTo(204);
            assertThat(origin.received().toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("upgrade", "http2-settings");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"connect-udp", "CONNECT-IP", "h2c, connect-udp"})
    void tunnelsInsideOfHttpAreRefused(String upgrade) throws IOException {
        try (var origin = Origin.echoing();
                var agent = node.policy(allowed(origin.port())).agent()) {
            var fields = "Connection: Upgrade\r\nUpgrade: " + upgrade + "\r\nCapsule-Protocol: ?1\r\n";
            assertThat(agent.ask(Agent.request("GET", URL, fields, "")).status())
                    .isEqualTo(403);
            assertThat(origin.received()).isEmpty();
        }
        node.tells("refusal deny builtin.protocol failure");
    }
}
