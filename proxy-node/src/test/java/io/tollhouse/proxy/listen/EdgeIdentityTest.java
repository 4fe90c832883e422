package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody unknown gets anything done. */
@ExtendWith(NoLeaks.class)
class EdgeIdentityTest {
    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private final Origin origin = Origin.answering("HTTP/1.1 204 No Content\r\n\r\n");

    @BeforeEach
    void start() {
        node.policy(route("demo.test", "http", origin.port()));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"GET http://demo.test/, demo.test", "CONNECT demo.test:80, demo.test:80"})
    void withoutCredentialsTheClientIsAskedForThemAndMayTryAgain(String start, String host) throws IOException {
        try (var agent = node.agent()) {
            var request = start + " HTTP/1.1\r\nHost: " + host + "\r\n";
            var first = agent.ask(request + "\r\n");
            var second = agent.ask(request + Agent.AUTHORIZATION + "\r\n");

            assertThat(first.status()).isEqualTo(407);
            assertThat(first.field("proxy-authenticate")).isEqualTo("Basic realm=\"Tollhouse\"");
            assertThat(first.phrase()).startsWith("Tollhouse builtin.identity: ");
            assertThat(second.status()).isBetween(200, 204);
            assertThat(node.story().get(0)).isEqualTo("refusal unauthenticated builtin.identity failure");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "research-1:wrong, research-1",
        "nobody:demo, -",
        "demo:research-1, -",
        "research-1:, research-1",
        "research-1, -",
        "a\u0001b:demo, -",
    })
    void wrongCredentialsAreRefusedAndOnlyTheNameOfAnAgentIsRecorded(String pair, String recorded) throws IOException {
        try (var agent = node.agent()) {
            var value = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            var answer = agent.ask("GET http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\nProxy-Authorization: Basic "
                    + value + "\r\n\r\n");

            assertThat(answer.status()).isEqualTo(407);
            assertThat(node.recorder.values(AuditField.USER_NAME)).containsExactly(recorded);
            assertThat(origin.visits()).isEmpty();
        }
    }

    /** What follows a CONNECT was meant for a tunnel: it is no request, and never answered as one. */
    @Test
    void whatComesWithAConnectThatIsAskedForCredentialsIsNotTakenForARequest() throws IOException {
        try (var agent = node.agent()) {
            var first = agent.ask(
                    "CONNECT demo.test:80 HTTP/1.1\r\nHost: demo.test:80\r\n\r\n" + Agent.get("http://demo.test/"));

            assertThat(first.status()).isEqualTo(407);
            assertThat(first.field("connection")).isEqualTo("close");
            assertThat(agent.rest()).isEmpty();
            assertThat(origin.visits()).isEmpty();
        }
    }

    @Test
    void eachRequestOfAConnectionProvesItself() throws IOException {
        try (var agent = node.agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(204);
            assertThat(agent.ask("GET http://demo.test/ HTTP/1.1\r\nHost: demo.test\r\n\r\n")
                            .status())
                    .isEqualTo(407);
        }
    }

    @Test
    void credentialsGoNoFurther() throws IOException {
        try (var agent = node.agent()) {
            agent.ask(Agent.get("http://demo.test/"));

            assertThat(origin.received()).doesNotContainIgnoringCase("proxy-authorization");
        }
    }
}
