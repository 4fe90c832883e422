package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
