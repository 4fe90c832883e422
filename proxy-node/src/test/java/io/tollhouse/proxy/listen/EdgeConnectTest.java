package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a CONNECT, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeConnectTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String ADMITTED = "admission route to-demo-test success";
    private static final String ENDED_WELL = "outcome route to-demo-test success";
    private static final int ACCESS_DENIED = 49;
    private static final int UNRECOGNIZED_NAME = 112;

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static byte[] alert(int description) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
    }

    @Test
    void tlsForTheJudgedHostIsRelayedAsItIs() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            var answer = agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("x-tollhouse-request")).hasSize(24);
            assertThat(agent.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            agent.socket().shutdownOutput();
            assertThat(agent.rest()).isEmpty();
        }
        node.tells(ADMITTED, ENDED_WELL);
        assertThat(node.lastRecord(AuditField.TLS_SERVER_NAME)).isEqualTo("demo.test");
        assertThat(node.lastRecord(AuditField.NETWORK_PROTOCOL)).isEqualTo("tls");
        assertThat(node.lastRecord(AuditField.EVENT_ACTION)).isEqualTo("connect");
        assertThat(node.lastRecord(AuditField.DESTINATION_BYTES)).isEqualTo((long) hello.length);
    }

    @ParameterizedTest(name = "a hello in pieces of {0} bytes")
    @ValueSource(ints = {1, 5, 7})
    void aHelloMayComeInPiecesAndBeforeTheAnswer(int size) throws IOException {
        var hello = Hello.forHost("Demo.Test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.say(Agent.connect("demo.test:443"));
            for (int i = 0; i < hello.length; i += size) {
                agent.say(Arrays.copyOfRange(hello, i, Math.min(i + size, hello.length)));
            }

            assertThat(agent.answer().status()).isEqualTo(200);
            assertThat(agent.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"other.test", "demo.test.other.test", "127.0.0.1", "xdemo.test", "bad_%.test"})
    void tlsForAnotherHostGetsAnAlertAndReachesNobody(String name) throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(Hello.forHost(name).record());

            assertThat(agent.rest()).isEqualTo(alert(UNRECOGNIZED_NAME));
            node.tells(ADMITTED, "outcome deny builtin.sni failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @Test
    void tlsForNoHostGetsAnAlert() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(new Hello().record());

            assertThat(agent.rest()).isEqualTo(alert(UNRECOGNIZED_NAME));
            assertThat(origin.received()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"named, 0", "unnamed, 1"})
    void tlsForAnAddressMustNotAskForAName(String what, int good) throws IOException {
        var literal =
                "  - {id: to-demo-test, to: [192.168.7.7], ports: any, action: route, upstream: \"tcp://127.0.0.1:";
        var hello = (good == 1 ? new Hello() : Hello.forHost("demo.test")).record();
        try (var origin = Origin.echoing();
                var agent = node.policy(literal + origin.port() + "\", allowPrivate: [192.168.0.0/16]}\n")
                        .agent()) {
            assertThat(agent.ask(Agent.connect("192.168.7.7:443")).status())
                    .as(what)
                    .isEqualTo(200);
            agent.say(hello);
            agent.socket().shutdownOutput();

            assertThat(agent.rest()).isEqualTo(good == 1 ? hello : alert(UNRECOGNIZED_NAME));
        }
    }

    @Test
    void tlsCannotGoToAnHttpUpstream() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(Hello.forHost("demo.test").record());

            assertThat(agent.rest()).isEqualTo(alert(ACCESS_DENIED));
            node.tells(ADMITTED, "outcome deny builtin.protocol failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n",
                "\u0000\u0001\u0002",
                "EHLO-a-very-long-word-that-is-no-method ",
                " GET / HTTP/1.1\r\n"
            })
    void anythingElseThanTlsAndHttpReachesNobody(String bytes) throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:22"));
            agent.say(bytes);

            assertThat(agent.rest()).isEmpty();
            node.tells(ADMITTED, "outcome deny builtin.protocol failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @Test
    void aDestinationThatSpeaksFirstIsNotHeard() throws IOException {
        try (var origin = Origin.that(visit -> visit.say("220 mail\r\n").toTheEnd());
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:2525"));
            agent.say("\u0000");

            assertThat(agent.rest()).isEmpty();
        }
    }

    @Test
    void plainHttpInATunnelIsJudgedRequestByRequest() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.connect("demo.test:80")).status()).isEqualTo(200);
            assertThat(agent.ask("GET /a HTTP/1.1\r\nHost: demo.test\r\n\r\n").text())
                    .isEqualTo("hello");
            node.policy(deny("other.test"), route("demo.test", "http", origin.port()));
            assertThat(agent.ask("GET /b HTTP/1.1\r\nHost: demo.test\r\n\r\n").text())
                    .isEqualTo("hello");
            assertThat(origin.received()).contains("GET /a HTTP/1.1\r\n", "GET /b HTTP/1.1\r\n");
        }
        node.tells(ADMITTED, ADMITTED, ENDED_WELL, ADMITTED, ENDED_WELL, ENDED_WELL);
        assertThat(node.recorder.values(AuditField.URL_PATH)).contains("/a", "/b");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another host, GET / HTTP/1.1~Host: other.test~~",
        "another port, GET / HTTP/1.1~Host: demo.test:8080~~",
        "absolute-form, GET http://demo.test/ HTTP/1.1~Host: demo.test~~",
        "a tunnel in the tunnel, CONNECT demo.test:80 HTTP/1.1~Host: demo.test~~",
        "two lengths, POST / HTTP/1.1~Host: demo.test~Content-Length: 1~Content-Length: 1~~a",
        "HTTP/2, PRI * HTTP/2.0~~SM~~",
    })
    void httpInATunnelIsForTheTunnelsHostAlone(String what, String request) throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent = node.policy(route("demo.test", "http", origin.port()), route("other.test", "http", 1))
                        .agent()) {
            agent.ask(Agent.connect("demo.test:80"));
            var answer = agent.ask(request.replace("~", "\r\n"));

            assertThat(answer.status()).as(what).isEqualTo(400);
            assertThat(origin.received()).isEmpty();
        }
        await().until(() -> node.edge.connections() == 0);
        assertThat(node.story()).contains(ADMITTED, "refusal malformed builtin.malformed failure", ENDED_WELL);
    }

    @Test
    void aRefusedConnectSaysSoInItsStatusLineAndIsOver() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var answer = agent.ask(Agent.connect("closed.test:443"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).isEqualTo("Tollhouse no-closed-test: It is closed.");
            assertThat(agent.rest()).isEmpty();
        }
    }

    @Test
    void aTunnelInWhichNothingIsSaidIsEnded() throws IOException {
        var clocks = new Clocks(
                EdgeFixture.CLOCKS.head(),
                EdgeFixture.CLOCKS.keepAlive(),
                Duration.ofMillis(50),
                EdgeFixture.CLOCKS.response(),
                EdgeFixture.CLOCKS.silence());
        try (var impatient = new EdgeFixture(clocks);
                var origin = Origin.echoing();
                var agent = impatient
                        .policy(route("demo.test", "tcp", origin.port()))
                        .agent()) {
            agent.ask(Agent.connect("demo.test:443"));

            assertThat(agent.rest()).isEmpty();
            impatient.tells(ADMITTED, "outcome deny builtin.protocol failure");
        }
    }

    @Test
    void aClientThatLeavesBeforeItSaysAnythingHasOneOutcome() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.socket().close();

            node.tells(ADMITTED, "outcome route to-demo-test failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @Test
    void aSecondHelloForAnotherHostEndsTheTunnel() throws Exception {
        var constant = MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(US_ASCII));
        var retry = Hello.serverHello(constant);
        try (var origin = Origin.that(visit -> {
                    visit.read();
                    visit.socket().getOutputStream().write(retry);
                    visit.toTheEnd();
                });
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            var first = Hello.forHost("demo.test").record();
            agent.say(first).socket().getInputStream().readNBytes(retry.length);
            agent.say(Hello.forHost("other.test").record());

            node.tells(ADMITTED, "outcome deny builtin.sni failure");
            assertThat(origin.visits().get(0).bytes()).isEqualTo(first);
        }
    }
}
