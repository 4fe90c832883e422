package io.tollhouse.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.process.health.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private static final LockdownPage LOCKDOWN = new LockdownPage(new FakeLockdown(), Optional.empty());
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void itAnswersOverTheNetwork() throws Exception {
        try (var server = AdminServer.start(ANY_PORT, new Health(), () -> 0, () -> "", LOCKDOWN)) {
            var livez = URI.create("http://127.0.0.1:" + server.address().getPort() + "/livez");
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(livez).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ok\n");
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (var server = AdminServer.start(ANY_PORT, new Health(), () -> 0, () -> "", LOCKDOWN)) {
            assertThatThrownBy(() -> AdminServer.start(server.address(), new Health(), () -> 0, () -> "", LOCKDOWN))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("listen.admin")
                    .hasMessageContaining(String.valueOf(server.address().getPort()));
        }
    }
}
