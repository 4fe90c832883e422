package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node takes its leave, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeDrainTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private CompletableFuture<Void> drain(Duration accept, Duration limit) {
        return CompletableFuture.runAsync(() -> {
            try {
                node.edge.drain(new DrainTerms(accept, limit));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Waits until answers end their connections. */
    private void awaitDraining() {
        await().until(() -> {
            try (var agent = node.agent()) {
                return "close".equals(agent.ask(Agent.get("http://demo.test/")).field("connection"));
            }
        });
    }

    @Test
    void firstItAcceptsAndEndsEachConnectionBehindItsAnswer() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var kept =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(kept.ask(Agent.get("http://demo.test/")).field("connection"))
                    .isNull();
            var unused = drain(LONG, LONG);
            awaitDraining();

            var answer = kept.ask(Agent.get("http://demo.test/"));
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(kept.rest()).isEmpty();
            try (var refused = node.agent()) {
                assertThat(refused.ask(Agent.get("http://closed.test/")).field("connection"))
                        .isEqualTo("close");
                assertThat(refused.rest()).isEmpty();
            }
        }
    }

    @Test
    void thenItAcceptsNobodyAndWaitsForWhatIsInFlight() throws Exception {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var idle = node.policy(route("demo.test", "tcp", origin.port())).agent();
                var tunnel = node.agent()) {
            assertThat(tunnel.ask(Agent.connect("demo.test:443")).status()).isEqualTo(200);
            tunnel.say(hello);
            assertThat(tunnel.socket().getInputStream().readNBytes(hello.length))
                    .isEqualTo(hello);
            var drained = drain(Duration.ZERO, LONG);

            assertThat(idle.rest()).as("who waits for nothing is sent away").isEmpty();
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> node.agent().close()).isInstanceOf(IOException.class));
            assertThat(drained).isNotDone();
            tunnel.socket().shutdownOutput();
            assertThat(tunnel.rest()).isEmpty();
            drained.join();
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
    }

    @Test
    void whoWasToldToStayIsNotWaitedForBehindItsAnswer() throws Exception {
        var goOn = new CompletableFuture<Void>();
        var half = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf";
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n").say(half);
                    goOn.join();
                    visit.say("half").toTheEnd();
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent();
                var idle = node.agent()) {
            agent.say(Agent.get("http://demo.test/"));
            assertThat(agent.socket().getInputStream().readNBytes(half.length()))
                    .asString(US_ASCII)
                    .isEqualTo(half);
            var drained = drain(Duration.ZERO, LONG);
            assertThat(idle.rest()).as("it stops").isEmpty();
            assertThat(drained).isNotDone();

            goOn.complete(null);
            assertThat(agent.rest()).asString(US_ASCII).isEqualTo("half");
            drained.join();
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
    }

    @Test
    void whatTakesTooLongIsRecordedAsDrained() throws Exception {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var tunnel =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            assertThat(tunnel.ask(Agent.connect("demo.test:443")).status()).isEqualTo(200);
            tunnel.say(hello);
            assertThat(tunnel.socket().getInputStream().readNBytes(hello.length))
                    .isEqualTo(hello);

            drain(Duration.ZERO, Duration.ofMillis(50)).join();
            node.edge.stop();
            assertThat(tunnel.rest()).isEmpty();
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        assertThat(node.lastRecord(AuditField.ERROR_MESSAGE)).isEqualTo("drained");
        assertThat(node.lastRecord(AuditField.DESTINATION_BYTES)).isEqualTo((long) hello.length);
    }
}
