package io.tollhouse.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that end before they should. */
class BrokenAnswersTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final Api api;
    private volatile String answer = "";

    BrokenAnswersTest() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        var base = URI.create("http://127.0.0.1:" + server.getLocalPort());
        api = new Api(new Endpoint(base, new Secret("token"), "a test"));
    }

    @BeforeEach
    void serve() {
        threads.execute(() -> {
            while (!server.isClosed()) {
                try (var connection = server.accept()) {
                    connections.incrementAndGet();
                    answer(connection);
                } catch (IOException e) {
                    // closed: the test is over
                }
            }
        });
    }

    /** Reads what has come, says its piece, and hangs up. */
    private void answer(Socket connection) throws IOException {
        var request = new byte[8192];
        assertThat(connection.getInputStream().read(request)).isPositive();
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void aPolicyIsSentOnceAlsoWhenItsAnswerIsLost() {
        assertThatThrownBy(() -> api.publish(Document.of(new byte[] {'x'}, "policy"), null, null))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("which may have been published all the same");
        assertThat(connections).hasValue(1);
    }

    @Test
    void aSearchThatBreaksOffIsNotTakenForItsEnd() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"n\":1}\n{\"n\":";

        try (var page = api.search(new Search(null, null, null, null), 10)) {
            assertThat(page.documents().next()).asString(StandardCharsets.UTF_8).isEqualTo("{\"n\":1}");
            assertThatThrownBy(() -> page.documents().next())
                    .isInstanceOf(Unreachable.class)
                    .hasMessageEndingWith("broke off in the middle of its answer.");
        }
    }

    @Test
    void anAnswerOfAnotherFormNamesTheMember() {
        answer = "HTTP/1.1 201 Created\r\nContent-Length: 14\r\n\r\n{\"revision\":1}";

        assertThatThrownBy(() -> api.publish(Document.of(new byte[] {'x'}, "policy"), null, null))
                .isInstanceOf(Unreachable.class)
                .hasMessageStartingWith("the API answers in a form that this version does not know (member `topicId`)");
    }
}
