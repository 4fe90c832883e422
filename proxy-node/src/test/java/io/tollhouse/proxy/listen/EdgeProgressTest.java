package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request that goes on says meanwhile. */
@ExtendWith(NoLeaks.class)
class EdgeProgressTest {
    private static final int BYTES = 1_000;

    @RegisterExtension
    final EdgeFixture byBytes = new EdgeFixture(new Progress.Terms(Duration.ofDays(1), BYTES));

    @RegisterExtension
    final EdgeFixture byTime = new EdgeFixture(new Progress.Terms(Duration.ofMillis(1), Long.MAX_VALUE));

    private static List<String> stages(EdgeFixture node) {
        return node.recorder.values(AuditField.STAGE);
    }

    private static long sum(EdgeFixture node, AuditField field) {
        return node.recorder.values(field).stream()
                .filter(value -> !value.equals("-"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    @Test
    void aTunnelSaysEachTimeSoManyBytesWentThroughAndTheDeltasAddUp() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        byBytes.policy(route("demo.test", "tcp", origin.port())).agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);
            for (int record = 1; record <= 2; record++) {
                agent.say(new byte[BYTES]).socket().getInputStream().readNBytes(BYTES);
                int so = record;
                await().until(() -> stages(byBytes).size() == 1 + so);
            }
        }

        byBytes.tells(
                "admission route to-demo-test success",
                "progress route to-demo-test",
                "progress route to-demo-test",
                "outcome route to-demo-test success");
        long all = hello.length + 2L * BYTES;
        assertThat(byBytes.lastRecord(AuditField.SOURCE_BYTES)).isEqualTo(all);
        assertThat(sum(byBytes, AuditField.DELTA_SOURCE_BYTES)).isEqualTo(all);
        assertThat(sum(byBytes, AuditField.DELTA_DESTINATION_BYTES)).isEqualTo(all);
    }

    @Test
    void aResponseThatTakesItsTimeSaysSoThoughNothingMoves() throws IOException {
        try (var slow = Origin.that(visit -> visit.until("\r\n\r\n")
                        .say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                        .toTheEnd());
                var agent =
                        byTime.policy(route("demo.test", "http", slow.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));

            await().until(() -> stages(byTime).size() > 2);

            assertThat(stages(byTime).subList(0, 3)).containsExactly("admission", "progress", "progress");
        }
        await().until(() -> stages(byTime).contains("outcome"));
    }
}
