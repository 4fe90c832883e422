package io.tollhouse.distributor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer that begins an answer, and what becomes of whoever reads it. */
@Timeout(20)
class AuditDoorTest {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final ServerSocket server;
    private final AuditDoor door;

    AuditDoorTest() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        door = new AuditDoor(URI.create("http://127.0.0.1:" + server.getLocalPort()), SILENCE);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Answers one request with this text, and hangs up or falls silent. */
    private void answer(String text, boolean hangsUp) {
        var thread = new Thread(() -> {
            try {
                Socket connection = server.accept();
                assertThat(connection.getInputStream().read(new byte[8192])).isPositive();
                connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                if (hangsUp) {
                    connection.close();
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void whatCameBeforeTheSilenceIsReadAndTheSilenceIsNoEnd() throws Exception {
        answer("HTTP/1.1 200 OK\r\n\r\n{}\n", false);

        try (var answer = door.ask("/v1/audit/tail", null)) {
            assertThat(answer.body().readNBytes(3))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("{}\n");
            assertThatThrownBy(() -> answer.body().read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anAnswerThatEndsIsReadToItsEnd() throws Exception {
        answer("HTTP/1.1 200 OK\r\nX-Tollhouse-Total: 1\r\nContent-Length: 3\r\n\r\n{}\n", true);

        try (var answer = door.ask("/v1/audit", "q=a")) {
            assertThat(answer.body().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("{}\n");
            assertThat(answer.headers()).containsValue("1");
        }
    }
}
