package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new revision holds for everything at once, also for what is under way. */
@ExtendWith(NoLeaks.class)
class EdgePolicyChangeTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String ADMITTED = "admission route to-demo-test success";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    @Test
    void theNextRequestOfAConnectionIsJudgedAnew() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(200);
            node.policy(deny("demo.test"));
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(403);
        }
    }

    @Test
    void aTunnelIsCutWithinASecondAndSaysByWhat() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);
            assertThat(node.edge.tunnels()).isEqualTo(1);

            node.policy(deny("demo.test"));

            await().atMost(Duration.ofSeconds(1))
                    .until(() -> node.story().contains("outcome deny no-demo-test failure"));
            assertThat(node.lastRecord(AuditField.EVENT_REASON)).isEqualTo("cut by revision 2: It is closed.");
            assertThat(node.lastRecord(AuditField.SOURCE_BYTES)).isEqualTo((long) hello.length);
            assertThat(node.edge.tunnelsCut()).isEqualTo(1);
            assertThat(node.edge.tunnels()).isZero();
        }
    }

    @Test
    void aTunnelThatSaidNothingYetIsCutToo() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            node.policy(deny("demo.test"));

            assertThat(agent.rest()).isEmpty();
            node.tells(ADMITTED, "outcome deny no-demo-test failure");
        }
    }

    @Test
    void aTunnelWithPlainHttpInItIsCutToo() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:80"));
            agent.ask("GET / HTTP/1.1\r\nHost: demo.test\r\n\r\n");
            node.policy(deny("demo.test"));

            assertThat(agent.rest()).isEmpty();
            await().until(() -> node.story().size() == 4);
            assertThat(node.story()).last().isEqualTo("outcome deny no-demo-test failure");
        }
    }

    @Test
    void aRunningExchangeIsCutAndItsClientSeesThatItIsNotWhole() throws IOException {
        try (var slow = Origin.that(visit -> visit.until("\r\n\r\n")
                        .say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                        .toTheEnd());
                var agent = node.policy(route("demo.test", "http", slow.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));
            agent.socket().getInputStream().readNBytes(20);
            node.policy(deny("demo.test"));

            assertThat(new String(agent.rest(), StandardCharsets.US_ASCII)).endsWith("half");
            node.tells(ADMITTED, "outcome deny no-demo-test failure");
        }
    }

    @Test
    void whatIsStillAdmittedInTheSameMannerGoesOn() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);

            node.policy(route("demo.test", "tcp", origin.port()), deny("other.test"));
            agent.say("more");

            assertThat(agent.socket().getInputStream().readNBytes(4))
                    .isEqualTo("more".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void whatWouldGoSomewhereElseNowIsCut() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);

            node.policy(route("demo.test", "tcp", origin.port() == 1 ? 2 : 1));

            node.tells(ADMITTED, "outcome route to-demo-test failure");
            assertThat(node.lastRecord(AuditField.ERROR_MESSAGE)).asString().startsWith("cut by revision 2: ");
        }
    }

    /** The reference is swapped, and the word of it has not come to the event loop yet. */
    @Test
    void aRevisionBetweenAdmissionAndFirstByteHolds() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));
            await().until(() -> origin.visits().size() == 1);

            node.swap(deny("demo.test"));
            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().field("x-tollhouse-rule")).isEqualTo("no-demo-test");
            assertThat(origin.received()).isEmpty();
            node.tells(ADMITTED, "outcome deny no-demo-test failure");
        }
    }

    @Test
    void aRevisionBetweenLookupAndQuestionHolds() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.policy(allow("far.test")).agent()) {
            agent.say(Agent.get("http://far.test/"));
            await().until(() -> node.recorder.waiting() == 1);

            node.swap(deny("far.test"));
            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().status()).isEqualTo(403);
            assertThat(node.names.questions()).isEmpty();
            node.tells("lookup allow go-far-test", "refusal deny no-far-test failure");
        }
    }

    @Test
    void whatWaitsForItsRecordIsRefusedAsSoonAsTheRevisionComes() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.policy(allow("far.test")).agent()) {
            agent.say(Agent.get("http://far.test/"));
            await().until(() -> node.recorder.waiting() == 1);

            node.policy(deny("far.test"));

            assertThat(agent.answer().status()).isEqualTo(403);
        }
    }

    @Test
    void aRequestThatMayGoAnotherWayNowIsAskedToComeAgain() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.policy(allow("far.test")).agent()) {
            agent.say(Agent.get("http://far.test/"));
            await().until(() -> node.recorder.waiting() == 1);

            node.policy(route("far.test", "http", 1));

            assertThat(agent.answer().status()).isEqualTo(503);
            node.tells("lookup allow go-far-test", "refusal unavailable to-far-test failure");
        }
    }
}
