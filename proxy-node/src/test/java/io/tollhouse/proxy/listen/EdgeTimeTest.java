package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time by which requests are judged and recorded is given to the edge, and no other is looked at. */
@ExtendWith(NoLeaks.class)
class EdgeTimeTest {
    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09.012Z");

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture(EdgeFixture.CLOCKS, Clock.fixed(NOW, ZoneOffset.UTC));

    private void everyRecordIsOfThatTime() {
        assertThat(node.recorder.events())
                .isNotEmpty()
                .allSatisfy(
                        event -> assertThat(event.value(AuditField.TIMESTAMP)).isEqualTo(NOW));
    }

    @Test
    void admissionAndOutcomeAreOfThatTime() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                var agent = node.agent()) {
            node.policy(route("demo.test", "http", origin.port()));

            agent.sayLast(Agent.request("GET", "http://demo.test/", "", ""));

            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
        everyRecordIsOfThatTime();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http://elsewhere.test/", "http://[::bad/"})
    void aRefusalIsOfThatTime(String target) throws IOException {
        node.policy();
        try (var agent = node.agent()) {
            agent.sayLast(Agent.request("GET", target, "", ""));
            agent.rest();
        }
        everyRecordIsOfThatTime();
    }
}
