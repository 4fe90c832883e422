package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two readers could understand differently reaches nobody. */
@ExtendWith(NoLeaks.class)
class EdgeSmugglingTest {
    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private final Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    @BeforeEach
    void start() {
        node.policy(route("demo.test", "http", origin.port()));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    /** H: the Host field; ~ is CR LF. Credentials are put behind the first line, where there is one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "length and chunks             | POST http://demo.test/ HTTP/1.1~H~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
                "two equal lengths             | POST http://demo.test/ HTTP/1.1~H~Content-Length: 3~Content-Length: 3~~abc",
                "a list of lengths             | POST http://demo.test/ HTTP/1.1~H~Content-Length: 3, 3~~abc",
                "a length with a sign          | POST http://demo.test/ HTTP/1.1~H~Content-Length: +3~~abc",
                "an endless length             | POST http://demo.test/ HTTP/1.1~H~Content-Length: 9999999999999999999~~abc",
                "an empty length               | POST http://demo.test/ HTTP/1.1~H~Content-Length:~~abc",
                "another coding                | POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding: gzip, chunked~~0~~",
                "chunks that are none          | POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding: xchunked~~0~~",
                "chunks twice                  | POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
                "chunks in HTTP/1.0            | POST http://demo.test/ HTTP/1.0~H~Transfer-Encoding: chunked~~0~~",
                "a blank before the colon      | POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding : chunked~~0~~",
                "a folded field                | GET http://demo.test/ HTTP/1.1~H~X: a~ b~~",
                "a folded first field          | GET http://demo.test/ HTTP/1.1~ H~~",
                "a bare line feed              | GET http://demo.test/ HTTP/1.1\\n~H~~",
                "a bare carriage return        | GET http://demo.test/ HTTP/1.1~X: a\\rb~H~~",
                "a NUL                         | GET http://demo.test/ HTTP/1.1~X: a\\0b~H~~",
                "no colon                      | GET http://demo.test/ HTTP/1.1~H~nothing~~",
                "an empty name                 | GET http://demo.test/ HTTP/1.1~H~: x~~",
                "two Hosts                     | GET http://demo.test/ HTTP/1.1~H~Host: demo.test~~",
                "no Host                       | GET http://demo.test/ HTTP/1.1~X: a~~",
                "user information              | GET http://demo.test@other.test/ HTTP/1.1~Host: other.test~~",
                "a fragment                    | GET http://demo.test/#a HTTP/1.1~H~~",
                "a backslash                   | GET http://demo.test\\\\@x/ HTTP/1.1~H~~",
                "octal                         | GET http://0177.0.0.1/ HTTP/1.1~Host: 0177.0.0.1~~",
                "a tab in the first line       | GET\\thttp://demo.test/ HTTP/1.1~H~~",
                "two spaces in the first line  | GET  http://demo.test/ HTTP/1.1~H~~",
                "a word too many               | GET http://demo.test/ HTTP/1.1 x~H~~",
                "HTTP/2.0                      | GET http://demo.test/ HTTP/2.0~H~~",
                "HTTP/1.7                      | GET http://demo.test/ HTTP/1.7~H~~",
                "http in small letters         | GET http://demo.test/ http/1.1~H~~",
                "the preface of HTTP/2         | PRI * HTTP/2.0~~SM~~",
                "HTTP/0.9                      | GET http://demo.test/~~",
                "origin-form                   | GET / HTTP/1.1~H~~",
                "asterisk-form                 | OPTIONS * HTTP/1.1~H~~",
                "https in clear                | GET https://demo.test/ HTTP/1.1~H~~",
                "another scheme                | GET ftp://demo.test/ HTTP/1.1~H~~",
                "CONNECT to a URL              | CONNECT http://demo.test/ HTTP/1.1~H~~",
                "CONNECT without a port        | CONNECT demo.test HTTP/1.1~H~~",
                "CONNECT with a body           | CONNECT demo.test:80 HTTP/1.1~Host: demo.test:80~Content-Length: 1~~x",
                "a method that is no token     | G@T http://demo.test/ HTTP/1.1~H~~",
                "a method in small letters     | get http://demo.test/ HTTP/1.1~H~~",
                "a method in mixed letters     | Get http://demo.test/ HTTP/1.1~H~~",
                "CONNECT in small letters      | connect http://demo.test/ HTTP/1.1~H~~",
                "a request to be sent back     | TRACE http://demo.test/ HTTP/1.1~H~~",
                "a protected field to remove   | GET http://demo.test/ HTTP/1.1~H~Authorization: x~Connection: authorization~~",
                "the framing as hop-by-hop     | POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding: chunked~Connection: transfer-encoding~~0~~",
                "Host as hop-by-hop            | GET http://demo.test/ HTTP/1.1~H~Connection: Host~~",
                "credentials twice             | GET http://demo.test/ HTTP/1.1~H~A~~",
                "the old WebSocket draft       | GET http://demo.test/ HTTP/1.1~H~Sec-WebSocket-Key1: x~~",
            })
    void ambiguousRequestsAreMalformed(String what, String pattern) throws IOException {
        try (var agent = node.agent()) {
            var answer = agent.ask(request(pattern));

            assertThat(answer.status()).as(what).isEqualTo(400);
            assertThat(answer.field("x-tollhouse-rule")).isEqualTo("builtin.malformed");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(agent.rest()).as("nothing behind it is answered").isEmpty();
            assertThat(origin.visits()).isEmpty();
            node.tells("refusal malformed builtin.malformed failure");
            assertThat(node.lastRecord(AuditField.DESTINATION_DOMAIN)).isNull();
        }
    }

    /** Where it leads can be read, so the policy is asked first, and the record says where. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another Host                  | GET http://demo.test/ HTTP/1.1~Host: other.test~~",
                "the Host's other port         | GET http://demo.test/ HTTP/1.1~Host: demo.test:8080~~",
                "an empty Host                 | GET http://demo.test/ HTTP/1.1~Host:~~",
                "CONNECT with another Host     | CONNECT demo.test:80 HTTP/1.1~Host: other.test:80~~",
                "a Host that is none           | GET http://demo.test/ HTTP/1.1~Host: 0x7f.1~~",
            })
    void aHostThatIsNotTheTargetsIsMalformed(String what, String pattern) throws IOException {
        node.policy(route("demo.test", "http", origin.port()), deny("closed.test"));
        try (var agent = node.agent();
                var deniedAgent = node.agent()) {
            var answer = agent.ask(request(pattern));
            var denied = deniedAgent.ask(request(pattern.replaceFirst("demo.test", "closed.test")));

            assertThat(answer.status()).as(what).isEqualTo(400);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(agent.rest()).isEmpty();
            assertThat(denied.status()).isEqualTo(403);
            assertThat(origin.visits()).isEmpty();
            node.tells("refusal malformed builtin.malformed failure", "refusal deny no-closed-test failure");
            assertThat(node.recorder.values(AuditField.DESTINATION_DOMAIN)).containsExactly("demo.test", "closed.test");
        }
    }

    /** The other fields of the client are its own to take back; what frames the body is the node's. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"X-Hop", "TE", "keep-alive", "close", "x-hop, Trailer"})
    void noFieldThatConnectionNamesTakesTheFrameFromABody(String named) throws IOException {
        var hidden = "GET /hidden HTTP/1.1\r\nHost: other.test\r\n\r\n";
        try (var agent = node.agent()) {
            var body = Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n0\r\n\r\n";
            var fields = "Transfer-Encoding: Chunked\r\nConnection: " + named + "\r\n";
            agent.ask(Agent.request("POST", "http://demo.test/", fields, body));

            await().until(() -> origin.received().endsWith("\r\n0\r\n\r\n"));
            assertThat(origin.received())
                    .contains("\r\ntransfer-encoding: chunked\r\n")
                    .contains("\r\n\r\n" + body);
        }
    }

    /** Ends the body of the first request and begins another one, in somebody's eyes. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a chunk without a size   | ;a~~",
                "a size that is no number | 0x3~abc~0~~",
                "a size with a blank      | 3 ~abc~0~~",
                "a size too large         | 1000000000000000~abc",
                "a negative size          | -1~abc",
                "a bare line feed         | 3\\nabc~0~~",
                "a longer chunk           | 3~abcd~0~~",
                "a NUL in an extension    | 3;a=\\0~abc~0~~",
            })
    void chunksThatAreNoneEndTheRequest(String what, String body) throws IOException {
        try (var agent = node.agent()) {
            var head = request("POST http://demo.test/ HTTP/1.1~H~Transfer-Encoding: chunked~~");
            var answer = agent.ask(head + wire(body));

            assertThat(answer.status()).as(what).isEqualTo(400);
            assertThat(agent.rest()).isEmpty();
            assertThat(node.story()).last().isEqualTo("outcome malformed builtin.malformed failure");
        }
    }

    private static String request(String pattern) {
        var text = wire(pattern);
        int line = text.indexOf("\r\n") + 2;
        return text.substring(0, line) + Agent.AUTHORIZATION + text.substring(line);
    }

    private static String wire(String pattern) {
        return pattern.replace("~H~", "~Host: demo.test~")
                .replace("~A~", "~" + Agent.AUTHORIZATION.strip() + "~")
                .replace("~", "\r\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
    }
}
