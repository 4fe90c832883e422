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
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing goes out before its record is held, and every admission has one outcome. */
@ExtendWith(NoLeaks.class)
class EdgeRecordingTest {
    private static final String ADMITTED = "admission route to-demo-test success";
    private static final String ENDED_WELL = "outcome route to-demo-test success";
    private static final String ENDED_BADLY = "outcome route to-demo-test failure";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private final Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    @BeforeEach
    void start() {
        node.policy(route("demo.test", "http", origin.port()), allow("gone.test"), deny("closed.test"));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET", "POST"})
    void aRequestAndItsEndInOneSegmentReachNobodyWhileTheRecordIsNotHeld(String method) throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.agent()) {
            var body = method.equals("POST") ? "Content-Length: 3\r\n" : "";
            agent.sayLast(Agent.request(method, "http://demo.test/", body, body.isEmpty() ? "" : "abc"));

            node.tells(ADMITTED, ENDED_BADLY);
            node.recorder.answerHeldBack(true);
            assertThat(agent.rest()).isEmpty();
        }
        assertThat(origin.received()).isEmpty();
        assertThat(node.story()).containsExactly(ADMITTED, ENDED_BADLY);
    }

    @Test
    void theConnectionIsMadeAndNothingIsSaidWhileTheRecordIsNotHeld() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.agent()) {
            agent.say(Agent.get("http://demo.test/"));
            await().until(() -> origin.visits().size() == 1);
            assertThat(origin.received()).isEmpty();

            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().text()).isEqualTo("hello");
            node.tells(ADMITTED, ENDED_WELL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http", "connect"})
    void aRequestThatCannotBeRecordedIsRefusedAndReachesNobody(String kind) throws IOException {
        node.recorder.mode(Mode.REFUSE);
        try (var agent = node.agent()) {
            var answer =
                    agent.ask(kind.equals("http") ? Agent.get("http://demo.test/") : Agent.connect("demo.test:80"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.audit");
            assertThat(answer.field("retry-after")).isEqualTo("5");
            node.tells(ADMITTED, "outcome unavailable builtin.audit failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @Test
    void aRecordThatIsRefusedAfterTheConnectionWasMadeClosesItUnused() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.agent()) {
            agent.say(Agent.get("http://demo.test/"));
            await().until(() -> origin.visits().size() == 1);

            node.recorder.answerHeldBack(false);

            assertThat(agent.answer().status()).isEqualTo(503);
            node.tells(ADMITTED, "outcome unavailable builtin.audit failure");
            assertThat(origin.received()).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesBeforeItsQuestionWasHeldHasOneOutcomeAndNoQuestion() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var agent = node.agent()) {
            agent.say(Agent.get("http://gone.test/"));
            await().until(() -> node.recorder.waiting() == 1);
        }
        node.tells("lookup allow go-gone-test", "outcome allow go-gone-test failure");
        node.recorder.answerHeldBack(true);
        assertThat(node.names.questions()).isEmpty();
    }

    @Test
    void aClientThatLeavesDuringAResponseHasOneOutcome() throws IOException {
        try (var endless = Origin.that(visit -> {
                    visit.until("\r\n\r\n").say("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        visit.say("x".repeat(10_000));
                    }
                });
                var agent =
                        node.policy(route("demo.test", "http", endless.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));
            agent.socket().getInputStream().readNBytes(1000);
            agent.socket().setSoLinger(true, 0);
            agent.socket().close();

            node.tells(ADMITTED, ENDED_BADLY);
            assertThat((Long) node.lastRecord(AuditField.DESTINATION_BYTES)).isPositive();
        }
    }

    @Test
    void anIdleClientLeavesNoRecord() throws IOException {
        try (var agent = node.agent()) {
            agent.say("GET http://demo.test/ HT");
            await().until(() -> node.edge.connections() == 1);
        }
        await().until(() -> node.edge.connections() == 0);
        assertThat(node.story()).isEmpty();
    }

    @Test
    void aNodeThatStopsEndsWhatIsInFlightWithItsOutcome() throws IOException {
        try (var silent = Origin.that(Origin.Visit::toTheEnd);
                var agent =
                        node.policy(route("demo.test", "http", silent.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));
            await().until(() -> silent.received().contains("\r\n\r\n"));

            node.close();

            assertThat(node.story()).containsExactly(ADMITTED, ENDED_BADLY);
            assertThat(node.lastRecord(AuditField.ERROR_MESSAGE)).isEqualTo("drained");
        }
    }

    @Test
    void eachAdmissionHasExactlyOneOutcomeWhateverHappens() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            node.recorder.mode(List.of(Mode.ACKNOWLEDGE, Mode.ACKNOWLEDGE, Mode.HOLD_BACK, Mode.REFUSE)
                    .get(random.nextInt(4)));
            oneOf(random);
            node.recorder.answerHeldBack(random.nextBoolean());
        }
        await().until(() -> node.edge.connections() == 0);
        node.recorder.answerHeldBack(true);

        var balance = new HashMap<Object, Integer>();
        var lasts = new HashMap<Object, Integer>();
        node.records().forEach(event -> {
            var id = event.value(AuditField.HTTP_REQUEST_ID);
            var stage = String.valueOf(event.value(AuditField.STAGE));
            balance.merge(id, stage.equals("admission") ? 1 : stage.equals("outcome") ? -1 : 0, Integer::sum);
            lasts.merge(id, stage.equals("outcome") || stage.equals("refusal") ? 1 : 0, Integer::sum);
        });
        assertThat(lasts.values())
                .as("last records of each request, seed %d", seed)
                .containsOnly(1);
        assertThat(balance.values())
                .as("admissions without outcome, seed %d", seed)
                .allMatch(sum -> sum <= 0);
    }

    private void oneOf(Random random) throws IOException {
        var requests = new String[] {
            Agent.get("http://demo.test/"),
            Agent.get("http://closed.test/"),
            Agent.get("http://gone.test/"),
            Agent.connect("demo.test:80"),
            Agent.request("POST", "http://demo.test/", "Content-Length: 100000\r\n", "x".repeat(50_000)),
            Agent.connect("demo.test:443") + "GET / HTTP/1.1\r\nHost: demo.test:443\r\n\r\n",
            "nonsense\r\n\r\n",
        };
        try (var agent = node.agent()) {
            agent.say(requests[random.nextInt(requests.length)]);
            if (random.nextBoolean()) {
                agent.socket().setSoTimeout(20);
                readSome(agent);
            }
            agent.socket().setSoLinger(random.nextBoolean(), 0);
        }
    }

    private static void readSome(Agent agent) {
        try {
            agent.answer();
        } catch (IOException e) {
            // it leaves in the middle, which is what is tried here
        }
    }
}
