package io.tollhouse.process.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyCheckTest {
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/readyz";
    }

    @ParameterizedTest
    @CsvSource({"200, true", "204, false", "301, false", "404, false", "503, false"})
    void onlyA200IsReady(int status, boolean ready) {
        server.createContext("/readyz", exchange -> {
            var body = "{\"ready\":false}\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });

        assertThat(ReadyCheck.isReady(url())).isEqualTo(ready);
    }

    @Test
    void nobodyWhoListensIsNotReady() {
        var url = url();
        server.stop(0);

        assertThat(ReadyCheck.isReady(url)).isFalse();
    }

    @Test
    void whoeverTakesTheConnectionAndSaysNothingIsNotReady() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ReadyCheck.isReady("http://127.0.0.1:" + silent.getLocalPort() + "/readyz"))
                    .isFalse();
        }
    }
}
