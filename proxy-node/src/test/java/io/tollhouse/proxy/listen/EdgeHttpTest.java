package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request in absolute form, over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeHttpTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    @Test
    void aRoutedRequestReachesItsUpstreamAndItsAnswerComesBack() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var answer = agent.ask(Agent.get("http://demo.test/a?b=c"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(origin.received()).isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: demo.test\r\n\r\n");
            node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
        }
    }

    @Test
    void aTcpUpstreamTakesARequestInClearToo() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test:8080/")).text()).isEqualTo("hello");
            assertThat(origin.received()).contains("\r\nHost: demo.test:8080\r\n");
        }
    }

    @Test
    void theRecordsOfARequestSayWhatWasJudgedAndHowItEnded() throws IOException {
        try (var origin = Origin.answering(HELLO);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.ask(Agent.get("http://demo.test/a?secret=s3cret"));
            node.tells("admission route to-demo-test success", "outcome route to-demo-test success");

            var admission = node.recorder.events().get(0);
            assertThat(admission.value(AuditField.EVENT_ACTION)).isEqualTo("http");
            assertThat(admission.value(AuditField.USER_NAME)).isEqualTo(Agent.NAME);
            assertThat(admission.value(AuditField.SOURCE_IP)).isEqualTo("127.0.0.1");
            assertThat(admission.value(AuditField.SOURCE_PORT))
                    .isEqualTo((long) agent.socket().getLocalPort());
            assertThat(admission.value(AuditField.URL_PATH)).isEqualTo("/a");
            assertThat(admission.value(AuditField.QUERY_LENGTH)).isEqualTo((long) "secret=s3cret".length());
            assertThat(admission.value(AuditField.QUERY_HMAC)).asString().hasSize(64);
            assertThat(admission.value(AuditField.ADDRESSES)).asString().isEqualTo("[127.0.0.1]");
            assertThat(admission.value(AuditField.UPSTREAM)).isEqualTo("http://127.0.0.1:" + origin.port());
            assertThat(admission.value(AuditField.FACTS)).asString().hasSize(64);
            assertThat(admission.value(AuditField.HASH)).isEqualTo("hash-1");
            assertThat(node.lastRecord(AuditField.HTTP_STATUS)).isEqualTo(200L);
            assertThat(node.lastRecord(AuditField.DESTINATION_IP)).isEqualTo("127.0.0.1");
            assertThat(node.lastRecord(AuditField.SOURCE_BYTES))
                    .isEqualTo((long) origin.received().length());
            assertThat(node.lastRecord(AuditField.DESTINATION_BYTES)).isEqualTo((long) HELLO.length());
            assertThat(node.lastRecord(AuditField.HTTP_REQUEST_ID))
                    .isEqualTo(admission.value(AuditField.HTTP_REQUEST_ID));
        }
    }

    @Test
    void aDeniedRequestIsToldWhichRuleWhyAndWhatInstead() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var answer = agent.ask(Agent.get("http://closed.test/"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).isEqualTo("Tollhouse no-closed-test: It is closed.");
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("no-closed-test");
            assertThat(answer.field("proxy-status"))
                    .isEqualTo("tollhouse; error=http_request_denied; details=\"no-closed-test: It is closed.\"");
            assertThat(answer.field("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.text())
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                            + "\"detail\":\"It is closed.\",\"rule\":\"no-closed-test\",\"reason\":\"It is closed.\","
                            + "\"request\":\"" + answer.field("x-tollhouse-request") + "\","
                            + "\"suggestion\":\"Use another one.\"}\n");
            node.tells("refusal deny no-closed-test failure");
            assertThat(node.lastRecord(AuditField.HTTP_REQUEST_ID)).isEqualTo(answer.field("x-tollhouse-request"));
            assertThat(node.names.questions())
                    .as("a name that is refused is never asked for")
                    .isEmpty();
        }
    }

    @Test
    void aNodeWithoutAPolicyRefusesEverything() throws IOException {
        try (var agent = node.agent()) {
            var answer = agent.ask(Agent.get("http://demo.test/"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("retry-after")).isNotNull();
            node.tells("refusal unavailable builtin.no-policy failure");
        }
    }

    @Test
    void aRefusalToAHeadHasNoBodyAndTheConnectionGoesOn() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            var head = agent.ask(Agent.request("HEAD", "http://closed.test/", "", ""));
            var get = agent.ask(Agent.get("http://closed.test/"));

            assertThat(head.status()).isEqualTo(403);
            assertThat(get.text()).contains("It is closed.");
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "http://127.0.0.1/, builtin.never",
        "http://[::1]/, builtin.never",
        "http://[::ffff:127.0.0.1]/, builtin.never",
        "http://169.254.169.254/latest/meta-data/, builtin.metadata",
        "http://10.0.0.1/, builtin.private",
        "http://localhost/, builtin.never",
    })
    void whatNoRuleOpensIsRefusedWithoutARule(String url, String rule) throws IOException {
        try (var agent = node.policy(allow("any-public-ip"), allow("demo.test")).agent()) {
            assertThat(agent.ask(Agent.get(url)).field("x-tollhouse-rule")).isEqualTo(rule);
        }
    }

    @Test
    void oneBadAddressAmongGoodOnesRefusesTheWholeName() throws IOException {
        node.names.name("rebound.test", "93.184.215.14", "127.0.0.1");
        try (var agent = node.policy(allow("rebound.test")).agent()) {
            var answer = agent.ask(Agent.get("http://rebound.test/"));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.never");
            node.tells("lookup allow go-rebound-test", "refusal deny builtin.never failure");
            assertThat(node.lastRecord(AuditField.ADDRESSES)).asString().isEqualTo("[93.184.215.14, 127.0.0.1]");
        }
    }

    @Test
    void noQuestionLeavesBeforeItsRecordIsHeld() throws IOException {
        node.recorder.mode(RecordingRecorder.Mode.HOLD_BACK);
        node.names.name("rebound.test", "127.0.0.1");
        try (var agent = node.policy(allow("rebound.test")).agent()) {
            agent.say(Agent.get("http://rebound.test/"));
            await().until(() -> node.recorder.waiting() == 1);
            assertThat(node.names.questions()).isEmpty();
            assertThat(node.lastRecord(AuditField.DNS_QUESTION_NAME)).isEqualTo("rebound.test");

            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().status()).isEqualTo(403);
            assertThat(node.names.questions()).containsExactly("rebound.test");
        }
    }

    @Test
    void noQuestionLeavesWhenItsRecordCannotBeHeld() throws IOException {
        node.recorder.mode(RecordingRecorder.Mode.REFUSE);
        try (var agent = node.policy(allow("far.test")).agent()) {
            var answer = agent.ask(Agent.get("http://far.test/"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.audit");
            assertThat(node.names.questions()).isEmpty();
            node.tells("lookup allow go-far-test", "refusal unavailable builtin.audit failure");
        }
    }

    @Test
    void aNameWithoutAnAddressIsABadGatewayAndStaysAllowed() throws IOException {
        try (var agent = node.policy(allow("gone.test")).agent()) {
            var answer = agent.ask(Agent.get("http://gone.test/"));

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.phrase())
                    .isEqualTo("Tollhouse go-gone-test: gone.test has no address: the name does not exist");
            node.tells("lookup allow go-gone-test", "outcome allow go-gone-test failure");
            assertThat(node.lastRecord(AuditField.HTTP_STATUS)).isEqualTo(502L);
        }
    }

    @Test
    void anUpstreamThatTakesNoConnectionIsABadGateway() throws IOException {
        int port;
        try (var origin = Origin.echoing()) {
            port = origin.port();
        }
        try (var agent = node.policy(route("demo.test", "http", port)).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(502);
            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an upstream that closes at once          | ''",
                "one that speaks something else           | SSH-2.0-OpenSSH_9.2\\r\\n\\r\\n",
                "one that switches protocols              | HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\n\\r\\n",
                "one that asks for proxy credentials      | HTTP/1.1 407 No\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "a status that is none                    | HTTP/1.1 099 No\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "two lengths                              | HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nab",
                "a coding of the transfer                 | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
            })
    void aResponseThatCannotBeTrustedIsABadGateway(String what, String response) throws IOException {
        var bytes = response.replace("\\r", "\r").replace("\\n", "\n");
        try (var origin = Origin.answering(bytes);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            assertThat(agent.ask(Agent.get("http://demo.test/")).status())
                    .as(what)
                    .isEqualTo(502);
            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
    }

    @Test
    void tlsThatAnUpstreamDoesNotSpeakIsABadGateway() throws IOException {
        try (var origin = Origin.that(visit -> {
                    visit.read();
                    visit.say("HTTP/1.1 400 Bad Request\r\n\r\n");
                });
                var agent =
                        node.policy(route("demo.test", "https", origin.port())).agent()) {
            var answer = agent.ask(Agent.get("http://demo.test/"));

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("the upstream of the rule does not speak TLS");
            assertThat(origin.received()).doesNotContain("GET");
        }
    }

    @Test
    void everyVerdictIsCountedFromTheStart() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            agent.ask(Agent.get("http://closed.test/"));

            assertThat(node.meters
                            .counter("tollhouse.decisions", "verdict", "deny")
                            .count())
                    .isOne();
            assertThat(node.meters.find("tollhouse.decisions").counters()).hasSize(8);
            assertThat(node.meters.timer("tollhouse.decision").count()).isOne();
        }
    }
}
