package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "another Host                  | GET http://demo.test/ HTTP/1.1~Host: other.test~~",
                "the Host's other port         | GET http://demo.test/ HTTP/1.1~Host: demo.test:8080~~",
                "no Host                       | GET http://demo.test/ HTTP/1.1~X: a~~",
                "an empty Host                 | GET http://demo.test/ HTTP/1.1~Host:~~",
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
                "CONNECT with another Host     | CONNECT demo.test:80 HTTP/1.1~Host: other.test:80~~",
                "a method that is no token     | G@T http://demo.test/ HTTP/1.1~H~~",
                "a protected field to remove   | GET http://demo.test/ HTTP/1.1~H~Authorization: x~Connection: authorization~~",
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
