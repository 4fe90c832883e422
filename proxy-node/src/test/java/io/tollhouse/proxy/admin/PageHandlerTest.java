package io.tollhouse.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.tollhouse.process.health.Health;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageHandlerTest {
    private final Health health = new Health();
    private final EmbeddedChannel channel = new EmbeddedChannel(new PageHandler(
            new Pages(health, () -> 7, () -> "a_metric 1\n"), new LockdownPage(new FakeLockdown(), Optional.empty())));

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "GET,    /livez,       200, ok",
        "GET,    /metrics,     200, a_metric 1",
        "GET,    /metrics?a=b, 200, a_metric 1",
        "GET,    /,            404, /livez",
        "POST,   /nowhere,     404, /livez",
        "POST,   /livez,       405, only GET",
        "DELETE, /readyz,      405, only GET",
        "GET,    /lockdown,    200, false",
        "POST,   /lockdown,    403, admin.token-file",
        "PUT,    /lockdown,    405, only GET",
    })
    void onlyWhatAPageKnowsIsAnswered(String method, String path, int status, String body) {
        var answer = ask(method, path);

        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.content().toString(StandardCharsets.UTF_8)).contains(body);
        assertThat(answer.headers().getInt(HttpHeaderNames.CONTENT_LENGTH))
                .isEqualTo(answer.content().readableBytes());
        answer.release();
    }

    @Test
    void readinessNamesRevisionAndEveryReason() {
        health.part("audit").red("Kafka does not acknowledge \"records\"");
        health.part("feed").degraded("Kafka does not answer");

        var answer = ask("GET", "/readyz");

        assertThat(answer.status().code()).isEqualTo(503);
        assertThat(answer.content().toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"ready\":false,\"revision\":7,\"reasons\":["
                        + "\"audit: Kafka does not acknowledge \\\"records\\\"\",\"feed: Kafka does not answer\"]}\n");
        answer.release();
    }

    @Test
    void aDegradedNodeIsReady() {
        health.part("feed").degraded("Kafka does not answer");

        var answer = ask("GET", "/readyz");

        assertThat(answer.status().code()).isEqualTo(200);
        assertThat(answer.content().toString(StandardCharsets.UTF_8)).contains("\"ready\":true", "does not answer");
        answer.release();
    }

    private FullHttpResponse ask(String method, String path) {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), path));
        return channel.readOutbound();
    }
}
