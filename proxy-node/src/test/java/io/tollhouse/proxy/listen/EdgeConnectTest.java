package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels, over real sockets. */
class EdgeConnectTest {
    private EdgeFixture node;

    @BeforeEach
    void start() throws IOException {
        node = new EdgeFixture();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void plainHttpInATunnelIsJudgedRequestByRequest() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.connect("demo.test:80")).status()).isEqualTo(200);
            var answer = agent.ask("GET /a HTTP/1.1\r\nHost: demo.test\r\n\r\n");

            assertThat(answer.text()).isEqualTo("hello");
            assertThat(origin.received()).startsWith("GET /a HTTP/1.1\r\n");
        }
        await().until(() -> node.story().size() == 4);
    }

    @Test
    void tlsForTheJudgedHostIsRelayedAsItIs() throws IOException {
        var hello = Hellos.to("demo.test");
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
        await().until(() -> node.story().size() == 2);
        assertThat(node.story())
                .containsExactly("admission route to-demo-test success", "outcome route to-demo-test success");
    }

    @Test
    void tlsForAnotherHostGetsAnAlertAndReachesNobody() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(Hellos.to("other.test"));

            assertThat(agent.rest()).containsExactly(21, 3, 3, 0, 2, 2, 112);
            assertThat(origin.received()).isEmpty();
        }
        await().until(() -> node.story().size() == 2);
        assertThat(node.story())
                .containsExactly("admission route to-demo-test success", "outcome deny builtin.sni failure");
    }

    @Test
    void aRefusedConnectSaysSoInItsStatusLine() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var answer = agent.ask(Agent.connect("closed.test:443"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).isEqualTo("Tollhouse no-closed-test: It is closed.");
            assertThat(agent.rest()).isEmpty();
        }
    }

    @Test
    void aNewRevisionCutsATunnelWithItsOutcome() throws IOException {
        var hello = Hellos.to("demo.test");
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);

            node.policy(deny("demo.test"));

            await().untilAsserted(() -> assertThat(node.story())
                    .containsExactly("admission route to-demo-test success", "outcome deny no-demo-test failure"));
            assertThat(node.edge.tunnelsCut()).isEqualTo(1);
            assertThat(node.edge.tunnels()).isZero();
        }
    }
}
