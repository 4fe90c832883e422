package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests in absolute form, over real sockets. */
class EdgeHttpTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

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
    void aRoutedRequestReachesItsUpstreamAndItsAnswerComesBack() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var answer = agent.ask(Agent.get("http://demo.test/a?b=c"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(origin.received())
                    .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: demo.test\r\nConnection: close\r\n\r\n");
            await().until(() -> node.story().size() == 2);
            assertThat(node.story())
                    .containsExactly("admission route to-demo-test success", "outcome route to-demo-test success");
        }
    }

    @Test
    void aDeniedRequestIsToldWhichRuleWhyAndWhatInstead() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var answer = agent.ask(Agent.get("http://closed.test/"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).isEqualTo("Tollhouse no-closed-test: It is closed.");
            assertThat(answer.text()).contains("\"rule\":\"no-closed-test\"", "\"suggestion\":\"Use another one.\"");
            assertThat(node.story()).containsExactly("refusal deny no-closed-test failure");
            assertThat(node.names.questions()).isEmpty();
        }
    }

    @Test
    void aNameThatIsAllowedAndLeadsToLoopbackIsRefused() throws IOException {
        node.names.name("rebound.test", "93.184.215.14", "127.0.0.1");
        try (var agent = node.policy(allow("rebound.test")).agent()) {
            var answer = agent.ask(Agent.get("http://rebound.test/"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.never");
            assertThat(node.story())
                    .containsExactly("lookup allow go-rebound-test", "refusal deny builtin.never failure");
        }
    }
}
