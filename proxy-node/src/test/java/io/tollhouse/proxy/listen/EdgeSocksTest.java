package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of SOCKS, on the port where HTTP is spoken too, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeSocksTest {
    private static final String ADMITTED = "admission route to-demo-test success";
    private static final String ENDED_WELL = "outcome route to-demo-test success";
    private static final byte[] OFFER = {5, 1, 2};
    private static final int REPLY = 10;

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] credentials(String user, String secret) {
        return ByteBuffer.allocate(3 + user.length() + secret.length())
                .put((byte) 1)
                .put((byte) user.length())
                .put(user.getBytes(US_ASCII))
                .put((byte) secret.length())
                .put(secret.getBytes(US_ASCII))
                .array();
    }

    private static byte[] credentials() {
        return credentials(Agent.NAME, Agent.SECRET);
    }

    /** CONNECT to a name. */
    private static byte[] connect(String name, int port) {
        return ByteBuffer.allocate(7 + name.length())
                .put(new byte[] {5, 1, 0, 3, (byte) name.length()})
                .put(name.getBytes(ISO_8859_1))
                .putShort((short) port)
                .array();
    }

    private static String read(Agent agent, int length) throws IOException {
        return HexFormat.of().formatHex(agent.socket().getInputStream().readNBytes(length));
    }

    /** Makes itself known and asks; gives the reply's code. */
    private static int ask(Agent agent, byte[] request) throws IOException {
        agent.say(OFFER);
        assertThat(read(agent, 2)).isEqualTo("0502");
        agent.say(credentials());
        assertThat(read(agent, 2)).isEqualTo("0100");
        agent.say(request);
        var reply = read(agent, REPLY);
        assertThat(reply).startsWith("05").endsWith("0001000000000000");
        return Integer.parseInt(reply.substring(2, 4), 16);
    }

    @Test
    void tlsForTheJudgedHostIsRelayedAsItIs() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            assertThat(ask(agent, connect("demo.test", 443))).isZero();
            agent.say(hello);

            assertThat(agent.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            agent.socket().shutdownOutput();
            assertThat(agent.rest()).isEmpty();
        }
        node.tells(ADMITTED, ENDED_WELL);
        assertThat(node.lastRecord(AuditField.TLS_SERVER_NAME)).isEqualTo("demo.test");
        assertThat(node.lastRecord(AuditField.EVENT_ACTION)).isEqualTo("connect");
        assertThat(node.lastRecord(AuditField.USER_NAME)).isEqualTo(Agent.NAME);
        assertThat(node.lastRecord(AuditField.DESTINATION_DOMAIN)).isEqualTo("demo.test");
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 4, 1_000})
    void everythingMayComeBeforeAnyAnswer(int size) throws IOException {
        var hello = Hello.forHost("demo.test").record();
        var all = ByteBuffer.allocate(1_000);
        all.put(OFFER)
                .put(credentials())
                .put(connect("demo.test", 443))
                .put(hello)
                .flip();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            while (all.hasRemaining()) {
                var piece = new byte[Math.min(size, all.remaining())];
                all.get(piece);
                agent.say(piece);
            }

            assertThat(read(agent, 4 + REPLY)).isEqualTo("0502" + "0100" + "05000001000000000000");
            assertThat(agent.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @Test
    void plainHttpInsideIsServedRequestByRequest() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(ask(agent, connect("demo.test", 80))).isZero();
            var answer = agent.ask("GET /a HTTP/1.1\r\nHost: demo.test\r\n\r\n");
            assertThat(answer.text()).isEqualTo("hello");
            var other = agent.ask("GET /b HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(other.status()).isEqualTo(400);
        }
        assertThat(node.records().map(event -> event.value(AuditField.URL_PATH)))
                .contains("/a", "/b");
    }

    @Test
    void tlsForAnotherHostGetsAnAlertAndReachesNobody() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            assertThat(ask(agent, connect("demo.test", 443))).isZero();
            agent.say(Hello.forHost("other.test").record());

            assertThat(agent.rest()).isEqualTo(new byte[] {21, 3, 3, 0, 2, 2, 112});
            assertThat(origin.received()).isEmpty();
        }
        node.tells(ADMITTED, "outcome deny builtin.sni failure");
    }

    @ParameterizedTest(name = "{1} gets {0}, by {2}")
    @CsvSource({
        "2, 05010003 06 6e6f2e6e6574 01bb, refusal deny builtin.default failure", // no.net
        "2, 05010003 0b 636c6f7365642e74657374 01bb, refusal deny no-closed-test failure", // closed.test
        "2, 05010001 a9fea9fe 0050, refusal deny builtin.metadata failure",
        "2, 05010004 00000000000000000000ffffa9fea9fe 0050, refusal deny builtin.metadata failure",
        "2, 05010003 0f 3136392e3235342e3136392e323534 0050, refusal deny builtin.metadata failure",
        "2, 05010001 7f000001 0050, refusal deny builtin.never failure",
        "7, 05020001 00000000 0000, refusal deny builtin.protocol failure", // BIND
        "7, 05030001 00000000 0000, refusal deny builtin.protocol failure", // UDP ASSOCIATE
        "8, 05010002 7f000001 0050, refusal malformed builtin.malformed failure",
        "1, 05010003 09 64656d6f2e74657374 0000, refusal malformed builtin.malformed failure", // port 0
        "1, 05010103 09 64656d6f2e74657374 01bb, refusal malformed builtin.malformed failure", // reserved byte
        "1, 04010003 09 64656d6f2e74657374 01bb, refusal malformed builtin.malformed failure",
        "1, 05010003 09 64656d6f00746573ff 01bb, refusal malformed builtin.malformed failure",
    })
    void whatIsRefusedHasItsCodeItsRecordAndResolvesNothing(int code, String request, String record)
            throws IOException {
        try (var agent = node.policy(allow("demo.test"), deny("closed.test")).agent()) {
            assertThat(ask(agent, hex(request.replace(" ", "")))).isEqualTo(code);
            assertThat(agent.rest()).as("and the connection ends").isEmpty();
        }
        node.tells(record);
        assertThat(node.names.questions()).isEmpty();
        assertThat(node.lastRecord(AuditField.USER_NAME)).isEqualTo(Agent.NAME);
        assertThat(node.lastRecord(AuditField.EVENT_ACTION)).isEqualTo("connect");
    }

    @Test
    void whoIsNotThereIsUnreachable() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(route("demo.test", "tcp", origin.port()));
        }
        try (var agent = node.agent()) {
            assertThat(ask(agent, connect("demo.test", 443))).isEqualTo(4);
            assertThat(agent.rest()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} is answered with {1}: {2}")
    @CsvSource({
        "050100, 05ff, refusal unauthenticated builtin.identity failure", // no credentials offered
        "0500, 05ff, refusal unauthenticated builtin.identity failure",
        "040100507f00000100, 005b000000000000, refusal deny builtin.protocol failure", // SOCKS4
        "0401005000000001006578616d706c652e746573740000, 005b000000000000, refusal deny builtin.protocol failure", // 4a
        "05010205, 05020101, refusal malformed builtin.malformed failure", // the negotiation has another version
    })
    void whoCannotMakeItselfKnownGetsNoFurther(String says, String answer, String record) throws IOException {
        try (var agent = node.policy(allow("demo.test")).agent()) {
            agent.say(hex(says));

            assertThat(HexFormat.of().formatHex(agent.rest())).isEqualTo(answer);
        }
        node.tells(record);
        assertThat(node.lastRecord(AuditField.USER_NAME)).isNull();
    }

    @ParameterizedTest(name = "{0} with {1} is recorded as {2}")
    @CsvSource(
            value = {"agent, wrong, agent", "agent, '', agent", "nobody, demo, NOBODY", "'', '', NOBODY"},
            nullValues = "NOBODY")
    void whoeverGivesAWrongSecretIsTurnedAway(String user, String secret, String recorded) throws IOException {
        var name = user.equals("agent") ? Agent.NAME : user;
        try (var agent = node.policy(allow("demo.test")).agent()) {
            agent.say(OFFER);
            agent.say(credentials(name, secret));
            agent.say(connect("demo.test", 443));

            assertThat(HexFormat.of().formatHex(agent.rest())).isEqualTo("05020101");
        }
        node.tells("refusal unauthenticated builtin.identity failure");
        assertThat(node.lastRecord(AuditField.USER_NAME)).isEqualTo(recorded == null ? null : Agent.NAME);
        assertThat(node.names.questions()).isEmpty();
    }

    @Test
    void whoEndsItsSideTooEarlyIsGone() throws IOException {
        try (var agent = node.policy(allow("demo.test")).agent()) {
            agent.say(OFFER);
            assertThat(read(agent, 2)).isEqualTo("0502");
            agent.socket().shutdownOutput();

            assertThat(agent.rest()).isEmpty();
        }
        assertThat(node.story()).isEmpty();
    }
}
