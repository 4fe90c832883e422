package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.deny;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies arrive byte for byte, both ways, in every frame, and nobody is overrun. */
@ExtendWith(NoLeaks.class)
class EdgeBodiesTest {
    private static final String NO_BODY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    private static String random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 1000, 65_536, 3_000_000})
    void aBodyOfAKnownLengthArrives(int length) throws IOException {
        var body = random(length);
        try (var origin = Origin.that(visit -> {
                    while (!visit.text().endsWith(body)) {
                        visit.read();
                    }
                    visit.say("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var fields = "Content-Length: " + length + "\r\n";
            var answer = agent.ask(Agent.request("POST", "http://demo.test/", fields, body));

            assertThat(answer.body()).isEqualTo(body.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(origin.received()).endsWith("\r\n\r\n" + body);
        }
    }

    @Test
    void aBodyInChunksArrivesWithoutItsExtensionsAndTrailers() throws IOException {
        try (var origin = Origin.that(visit -> visit.until("0\r\n\r\n").say(NO_BODY));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var chunks = "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: secret\r\n\r\n";
            agent.ask(Agent.request("POST", "http://demo.test/", "Transfer-Encoding: chunked\r\n", chunks));

            assertThat(unchunked(origin.received())).isEqualTo("hello world");
            assertThat(origin.received()).doesNotContain("secret");
        }
    }

    private static String unchunked(String request) {
        var body = new StringBuilder();
        int at = request.indexOf("\r\n\r\n") + 4;
        while (true) {
            int end = request.indexOf("\r\n", at);
            int size = Integer.parseInt(request, at, end, 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(request, end + 2, end + 2 + size);
            at = end + 2 + size + 2;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a length               | Content-Length: 5~~hello              | hello",
                "chunks                 | Transfer-Encoding: chunked~~2~he~3~llo~0~Trailer: x~~ | hello",
                "the end                | ~hello                                | hello",
                "no bytes               | Content-Length: 0~~                   | ''",
            })
    void aResponseArrivesInWhateverFrameItCame(String frame, String response, String body) throws IOException {
        var bytes = ("HTTP/1.1 200 OK~" + response).replace("~", "\r\n");
        try (var origin = Origin.answering(bytes);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var answer = agent.ask(Agent.get("http://demo.test/"));

            assertThat(answer.text()).as(frame).isEqualTo(body);
            assertThat(agent.ask(Agent.get("http://demo.test/")).text())
                    .as("the connection goes on")
                    .isEqualTo(body);
        }
    }

    @Test
    void aResponseInChunksToHttp10EndsWithTheConnection() throws IOException {
        try (var origin = Origin.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var answer = agent.ask("GET http://demo.test/ HTTP/1.0\r\n" + Agent.AUTHORIZATION + "\r\n");

            assertThat(answer.field("transfer-encoding")).isNull();
            assertThat(answer.text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "HEAD, HTTP/1.1 200 OK~Content-Length: 5~~",
        "GET, HTTP/1.1 204 No Content~~",
        "GET, HTTP/1.1 304 Not Modified~Content-Length: 5~~",
    })
    void aResponseWithoutABodyLeavesTheConnectionInStep(String method, String response) throws IOException {
        try (var origin = Origin.answering(response.replace("~", "\r\n"));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var request = Agent.request(method, "http://demo.test/", "", "");

            assertThat(agent.ask(request).body()).isEmpty();
            assertThat(agent.ask(request).body()).isEmpty();
        }
    }

    @Test
    void aResponseThatIsCutShortIsNotTakenForAWholeOne() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));

            assertThat(new String(agent.rest(), StandardCharsets.ISO_8859_1)).doesNotContain("0\r\n\r\n");
            node.tells("admission route to-demo-test success", "outcome route to-demo-test failure");
        }
    }

    /** HTTP/1.0 has no other sign that a response is whole than the end of its connection. */
    @Test
    void aResponseThatIsCutShortForHttp10EndsWithAReset() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say("GET http://demo.test/ HTTP/1.0\r\n" + Agent.AUTHORIZATION + "\r\n");
            agent.rest();

            assertThat(agent.wasReset()).isTrue();
        }
    }

    @Test
    void aBodyInVerySmallChunksWaitsWithinItsBound() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var origin = Origin.that(visit -> visit.until("\r\n0\r\n\r\n").say(NO_BODY));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var chunks = "1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n";
            agent.say(Agent.request("POST", "http://demo.test/", "Transfer-Encoding: chunked\r\n", chunks));
            await().until(() -> origin.visits().size() == 1);

            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().status()).isEqualTo(200);
            assertThat(unchunked(origin.received())).hasSize(20_000);
        }
    }

    @Test
    void interimResponsesArrive() throws IOException {
        try (var origin = Origin.that(visit -> visit.until("\r\n\r\n")
                        .say("HTTP/1.1 100 Continue\r\n\r\n")
                        .until("body")
                        .say(NO_BODY));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var fields = "Expect: 100-continue\r\nContent-Length: 4\r\n";
            var interim = agent.ask(Agent.request("PUT", "http://demo.test/", fields, ""));
            var answer = agent.ask("body");

            assertThat(interim.status()).isEqualTo(100);
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void endlessInterimResponsesAreABadGateway() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17) + NO_BODY);
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.request("GET", "http://demo.test/", "", ""));
            for (int i = 0; i < 16; i++) {
                assertThat(agent.answer().status()).isEqualTo(103);
            }
            assertThat(agent.answer().status()).isEqualTo(502);
        }
    }

    @Test
    void whatIsSaidToOneConnectionAloneGoesNoFurther() throws IOException {
        var response = "HTTP/1.1 200 OK~Content-Length: 0~Connection: X-Mine~X-Mine: 1~Keep-Alive: 1~Proxy-Status: x~"
                + "X-Tollhouse-Rule: forged~Alt-Svc: h3~ETag: a~~";
        var fields =
                "Connection: keep-alive, X-Hop~X-Hop: 1~TE: trailers~Upgrade: h2c~Via: 1.1 a~X-Forwarded-For: 10.0.0.1~"
                        + "Forwarded: for=a~X-Real-IP: a~Proxy-Connection: a~X-Kept: \u00e9~";
        try (var origin = Origin.answering(response.replace("~", "\r\n"));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            var answer = agent.ask(Agent.request("GET", "http://demo.test/", fields.replace("~", "\r\n"), ""));

            assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: demo.test\r\nX-Kept: \u00e9\r\n\r\n");
            assertThat(answer.fields()).containsOnlyKeys("content-length", "etag");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (var origin = Origin.that(visit -> {
                    var path = visit.until("\r\n\r\n").text().split(" ", 3)[1];
                    visit.say("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                });
                var agent = node.policy(route("demo.test", "http", origin.port()), deny("closed.test"))
                        .agent()) {
            agent.say(Agent.get("http://demo.test/1")
                    + Agent.request("POST", "http://demo.test/2", "Content-Length: 3\r\n", "abc")
                    + Agent.get("http://closed.test/3")
                    + Agent.get("http://demo.test/4"));

            assertThat(agent.answer().text()).isEqualTo("/1");
            assertThat(agent.answer().text()).isEqualTo("/2");
            assertThat(agent.answer().status()).isEqualTo(403);
            assertThat(agent.answer().text()).isEqualTo("/4");
        }
    }

    /** Without the farewell the answer would be lost in a reset. */
    @Test
    void aRefusedUploadStillShowsItsRefusal() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            agent.say(Agent.request("POST", "http://closed.test/", "Content-Length: 100000000\r\n", ""));
            for (int i = 0; i < 10; i++) {
                agent.say(new byte[50_000]);
            }

            assertThat(agent.answer().status()).isEqualTo(403);
        }
    }

    @Test
    void anUploadThatGoesOnAfterItsRefusalIsEnded() throws IOException {
        try (var agent = node.policy(deny("closed.test")).agent()) {
            agent.say(Agent.request("POST", "http://closed.test/", "Content-Length: 1000000000\r\n", ""));

            await().until(() -> {
                try {
                    agent.say(new byte[100_000]);
                    return false;
                } catch (SocketException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void anEarlyAnswerArrivesAndTheRestOfTheUploadIsDropped() throws IOException {
        try (var origin = Origin.that(
                        visit -> visit.until("\r\n\r\n").say("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n"));
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.request("POST", "http://demo.test/", "Content-Length: 100000000\r\n", "x"));
            var answer = agent.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(agent.rest()).isEmpty();
        }
    }

    /** Neither side's sockets take so much: the rest would have to wait in the node. */
    @Test
    void aSlowReaderStopsTheWriter() throws IOException {
        var mayRead = new CountDownLatch(1);
        int size = 64 << 20;
        try (var origin = Origin.that(visit -> {
                    visit.until("\r\n\r\n");
                    await().until(() -> mayRead.getCount() == 0);
                    long left =
                            (long) size - (visit.bytes().length - visit.text().indexOf("\r\n\r\n") - 4);
                    visit.socket().getInputStream().skipNBytes(left);
                    visit.say(NO_BODY);
                });
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.request("POST", "http://demo.test/", "Content-Length: " + size + "\r\n", ""));
            var written = new AtomicLong();
            var writer = new Thread(() -> write(agent, size, written));
            writer.start();
            var before = new AtomicLong();
            await().pollInterval(Duration.ofMillis(200))
                    .until(() -> before.getAndSet(written.get()) == written.get() && before.get() > 0);

            assertThat(written.get()).as("bytes that found room somewhere").isLessThan(size / 2);
            mayRead.countDown();
            assertThat(agent.answer().status()).isEqualTo(200);
        }
    }

    private static void write(Agent agent, int size, AtomicLong written) {
        try {
            var piece = new byte[64 << 10];
            while (written.get() < size) {
                agent.say(piece);
                written.addAndGet(piece.length);
            }
        } catch (IOException e) {
            // the test has failed already
        }
    }
}
