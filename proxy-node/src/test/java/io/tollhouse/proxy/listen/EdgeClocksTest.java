package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody keeps the node waiting for ever. */
@ExtendWith(NoLeaks.class)
class EdgeClocksTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture(new Clocks(SHORT, SHORT, SHORT, SHORT, SHORT));

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (var agent = node.agent()) {
            assertThat(agent.rest()).isEmpty();
        }
    }

    @Test
    void aHeadThatDoesNotEndIsMalformed() throws IOException {
        try (var agent = node.agent()) {
            agent.say("GET http://demo.test/ HTTP/1.1\r\n");

            assertThat(agent.answer().status()).isEqualTo(400);
            node.tells("refusal malformed builtin.malformed failure");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "05, 05ff",
        "0502, 05ff",
        "05010201, 05020101",
        "050102010464656d6f04, 05020101",
        "0401, 005b000000000000"
    })
    void whatSocksBeginsWithMustEnd(String says, String answer) throws IOException {
        try (var agent = node.policy(allow("demo.test")).agent()) {
            agent.say(HexFormat.of().parseHex(says));

            assertThat(HexFormat.of().formatHex(agent.rest())).isEqualTo(answer);
        }
        assertThat(node.story()).hasSize(1);
    }

    @Test
    void aDestinationThatDoesNotAnswerIsAGatewayTimeout() throws IOException {
        try (var origin = Origin.that(Origin.Visit::toTheEnd);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(504);
            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
    }

    @Test
    void aResponseThatStandsStillIsBrokenOff() throws IOException {
        try (var origin = Origin.that(visit -> visit.until("\r\n\r\n")
                        .say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                        .toTheEnd());
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));

            assertThat(new String(agent.rest(), US_ASCII)).endsWith("half");
            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
    }

    @Test
    void anIdleKeptConnectionIsClosed() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 204 No Content\r\n\r\n");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(204);
            assertThat(agent.rest()).isEmpty();
        }
    }

    @Test
    void whoIsNobodyKnownIsNotWaitedForAsAnAgentIs() throws IOException {
        var clocks = new Clocks(SHORT, Duration.ofHours(1), SHORT, SHORT, SHORT);
        try (var patient = new EdgeFixture(clocks);
                var stranger = patient.agent()) {
            assertThat(stranger.ask("GET http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\n\r\n")
                            .status())
                    .isEqualTo(407);
            assertThat(stranger.rest()).isEmpty();
        }
    }

    /** More answers than the sockets of both sides hold: the next one would wait for ever. */
    @Test
    void whoTakesNoAnswersIsClosed() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var ended = new CountDownLatch(1);
            var writer = new Thread(() -> askForEver(agent, ended));
            writer.start();

            await().until(() -> ended.getCount() == 0);
            await().until(() -> node.edge.connections() == 0);
        }
    }

    private static void askForEver(Agent agent, CountDownLatch ended) {
        var requests = Agent.get("http://closed.test/").repeat(1_000);
        try {
            while (true) {
                agent.say(requests);
            }
        } catch (IOException e) {
            ended.countDown();
        }
    }
}
