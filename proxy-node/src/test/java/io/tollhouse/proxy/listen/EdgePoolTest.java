package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to destinations that are used again, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgePoolTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String ADMITTED = "admission route to-demo-test success";
    private static final String DONE = "outcome route to-demo-test success";
    private static final String BROKEN = "outcome route to-demo-test failure";
    private static final String URL = "http://demo.test/";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static void get(Agent agent) throws IOException {
        var answer = agent.ask(Agent.get(URL));
        assertThat(answer.status()).as(answer.phrase()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
    }

    private double reused() {
        return node.meters.counter("tollhouse.upstream.reused").count();
    }

    @Test
    void theNextRequestOfAnAgentGoesOverTheSameConnection() throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(route("demo.test", "http", origin.port()));
            for (int i = 0; i < 3; i++) {
                try (var agent = node.agent()) {
                    get(agent);
                    get(agent);
                }
            }
            assertThat(origin.visits()).hasSize(1);
        }
        node.tells(ADMITTED, DONE, ADMITTED, DONE, ADMITTED, DONE, ADMITTED, DONE, ADMITTED, DONE, ADMITTED, DONE);
        assertThat(reused()).isEqualTo(5);
    }

    @ParameterizedTest(name = "its record is held: {0}")
    @ValueSource(booleans = {true, false})
    void nothingGoesOverItBeforeTheNextRequestIsRecorded(boolean isHeld) throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            node.recorder.mode(Mode.HOLD_BACK);
            agent.say(Agent.get(URL));
            await().until(() -> node.recorder.waiting() == 1);
            assertThat(reused()).isEqualTo(1);
            assertThat(origin.received()).containsOnlyOnce("GET");

            node.recorder.answerHeldBack(isHeld);
            assertThat(agent.answer().status()).isEqualTo(isHeld ? 200 : 503);
            assertThat(origin.received().split("GET", -1)).hasSize(isHeld ? 3 : 2);
        }
    }

    @Test
    void noAgentGetsTheConnectionOfAnother() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            var others = Agent.get(URL).replace(Agent.AUTHORIZATION, Agent.authorization(Agent.OTHER));
            assertThat(agent.ask(others).status()).isEqualTo(200);
            assertThat(origin.visits()).hasSize(2);
        }
    }

    @Test
    void anotherHostAtTheSameAddressHasAConnectionOfItsOwn() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent = node.policy(
                                route("demo.test", "http", origin.port()), route("other.test", "http", origin.port()))
                        .agent()) {
            get(agent);
            assertThat(agent.ask(Agent.get("http://other.test/")).status()).isEqualTo(200);
            assertThat(origin.visits()).hasSize(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                HELLO + "\r\n",
                HELLO + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled",
                HELLO + "HTTP/1.1 200 OK\r\nContent-Le",
                HELLO + "x",
            })
    void whereItIsNotClearWhereAResponseEndsTheConnectionEnds(String response) throws IOException {
        try (var origin = Origin.answering(response);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            get(agent);
            assertThat(origin.visits()).hasSize(2);
        }
        assertThat(reused()).isZero();
    }

    @Test
    void whatComesWhileItWaitsEndsIt() throws IOException {
        var visits = new AtomicInteger();
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n").say(HELLO);
                    if (visits.incrementAndGet() == 1) {
                        visit.say("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled")
                                .toTheEnd();
                        visits.incrementAndGet();
                    }
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            await("the node has closed it").until(() -> visits.get() == 2);
            get(agent);
        }
        assertThat(reused()).isZero();
    }

    @Test
    void oneThatEndsUnderARequestIsReplacedAndBothAreRecorded() throws IOException {
        var visits = new AtomicInteger();
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n").say(HELLO);
                    if (visits.incrementAndGet() == 1) {
                        visit.hasHeads(2); // and closes without an answer
                    }
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            get(agent);
            assertThat(origin.visits()).hasSize(2);
        }
        node.tells(ADMITTED, DONE, ADMITTED, BROKEN, ADMITTED, DONE);
        assertThat(node.records()
                        .map(event -> event.value(AuditField.HTTP_REQUEST_ID))
                        .distinct())
                .as("each has an id of its own")
                .hasSize(3);
    }

    @Test
    void oneThatGaveAByteIsNotReplaced() throws IOException {
        var visits = new AtomicInteger();
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n").say(HELLO);
                    if (visits.incrementAndGet() == 1) {
                        visit.hasHeads(2);
                        visit.say("HTTP/1.1 2");
                    }
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            assertThat(agent.ask(Agent.get(URL)).status()).isEqualTo(502);
            assertThat(origin.visits()).hasSize(1);
        }
        node.tells(ADMITTED, DONE, ADMITTED, BROKEN);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"POST", "PATCH", "X-UNKNOWN"})
    void whatMayNotComeTwiceHasAConnectionOfItsOwn(String method) throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            assertThat(agent.ask(Agent.request(method, URL, "", "")).status()).isEqualTo(200);
            assertThat(origin.visits()).hasSize(2);
        }
        assertThat(reused()).isZero();
    }

    @Test
    void anOlderPolicyIsNotReachedThroughIt() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var another = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            get(agent);
            node.policy(deny("demo.test"));
            assertThat(agent.ask(Agent.get(URL)).status()).isEqualTo(403);
            node.policy(route("demo.test", "http", another.port()));
            get(agent);
            assertThat(origin.visits()).hasSize(1);
            assertThat(origin.visits().get(0).text()).containsOnlyOnce("GET");
            assertThat(another.visits()).hasSize(1);
        }
    }

    @Test
    void theConnectionOfATunnelIsForTheFirstRequestInIt() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.connect("demo.test:80")).status()).isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                var answer = agent.ask("GET / HTTP/1.1\r\nHost: demo.test\r\n\r\n");
                assertThat(answer.text()).isEqualTo("hello");
            }
            assertThat(origin.visits()).hasSize(1);
        }
    }

    @Test
    void aNodeThatStopsLeavesNone() throws IOException {
        try (var origin = Origin.answering(HELLO)) {
            node.policy(route("demo.test", "http", origin.port()));
            try (var agent = node.agent()) {
                get(agent);
            }
            node.close();
            await("the destination sees its end")
                    .until(() -> origin.visits().get(0).socket().isClosed());
        }
    }
}
