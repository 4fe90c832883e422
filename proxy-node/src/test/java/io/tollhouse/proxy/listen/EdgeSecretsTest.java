package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditEvent;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client says in confidence, or says wrongly, stands in no record and on no page. */
@ExtendWith(NoLeaks.class)
class EdgeSecretsTest {
    private static final String SECRET = "s3cr3t";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "in a query             | GET http://demo.test/?token=SECRET HTTP/1.1~Host: demo.test~A~~",
                "in a refused query     | GET http://closed.test/?SECRET HTTP/1.1~Host: closed.test~A~~",
                "as user information    | GET http://a:SECRET@demo.test/ HTTP/1.1~Host: demo.test~A~~",
                "in a field             | GET http://closed.test/ HTTP/1.1~Host: closed.test~A~Authorization: Bearer SECRET~~",
                "in a malformed head    | GET http://demo.test/ HTTP/1.1~Host: demo.test~SECRET~~",
                "as a malformed host    | GET http://SECRET_%/ HTTP/1.1~Host: x~A~~",
                "in another Host        | GET http://demo.test/ HTTP/1.1~Host: SECRET.test~A~~",
                "as a method            | G/SECRET http://demo.test/ HTTP/1.1~Host: demo.test~A~~",
                "as a version           | GET http://demo.test/ SECRET~Host: demo.test~A~~",
                "in wrong credentials   | GET http://demo.test/ HTTP/1.1~Host: demo.test~W~~",
                "as an agent's name     | GET http://demo.test/ HTTP/1.1~Host: demo.test~S~~",
                "in strange credentials | GET http://demo.test/ HTTP/1.1~Host: demo.test~Proxy-Authorization: Bearer SECRET~~",
            })
    void itIsRepeatedNowhere(String where, String pattern) throws IOException {
        var wrong = basic(Agent.NAME + ":" + SECRET);
        var swapped = basic(SECRET + ":" + Agent.NAME);
        var request = pattern.replace("~A~", "~" + Agent.AUTHORIZATION.strip() + "~")
                .replace("~W~", "~Proxy-Authorization: Basic " + wrong + "~")
                .replace("~S~", "~Proxy-Authorization: Basic " + swapped + "~")
                .replace("~", "\r\n")
                .replace("SECRET", SECRET);
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var agent = node.policy(route("demo.test", "http", origin.port()), deny("closed.test"))
                        .agent()) {
            var answer = agent.ask(request);

            assertThat(answer.text() + answer.phrase() + answer.fields())
                    .as(where)
                    .doesNotContain(SECRET, wrong, swapped);
            assertThat(node.recorder.events())
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(json(event)).doesNotContain(SECRET, wrong, swapped));
        }
    }

    private static String basic(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(AuditEvent event) {
        var stream = new AuditStream("node-1", "0123456789ab", 0, "test");
        return new String(stream.encode(event).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void equalQueriesCanBeSeenToBeEqualAndOtherNodesHashThemOtherwise() throws IOException {
        node.policy(deny("closed.test"));
        try (var other = new EdgeFixture().policy(deny("closed.test"));
                var agent = node.agent();
                var othersAgent = other.agent()) {
            agent.ask(Agent.get("http://closed.test/?a"));
            agent.ask(Agent.get("http://closed.test/?a"));
            agent.ask(Agent.get("http://closed.test/?b"));
            othersAgent.ask(Agent.get("http://closed.test/?a"));

            var hashes = node.recorder.values(AuditField.QUERY_HMAC);
            assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
            assertThat(other.recorder.values(AuditField.QUERY_HMAC)).doesNotContainAnyElementsOf(hashes);
        }
    }
}
