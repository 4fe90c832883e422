package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.decision.BuiltIn;
import io.tollhouse.contract.decision.Verdict;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that refuses everything, whatever its policy says. */
@ExtendWith(NoLeaks.class)
class EdgeRestraintTest {
    private static final String ADMITTED = "admission route to-demo-test success";

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    @Test
    void aCuttingRestraintEndsATunnelWithItsOutcomeAndRefusesTheNext() throws IOException {
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent();
                var next = node.agent()) {
            agent.ask(Agent.connect("demo.test:443"));

            node.refuseAll(Verdict.DENY, BuiltIn.LOCKDOWN, "this node is in lockdown", true);

            assertThat(agent.rest()).isEmpty();
            node.tells(ADMITTED, "outcome deny builtin.lockdown failure");
            assertThat(node.lastRecord(AuditField.EVENT_REASON)).isEqualTo("cut: this node is in lockdown");
            assertThat(node.edge.tunnelsCut()).isEqualTo(1);
            var refused = next.ask(Agent.connect("demo.test:443"));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.field("x-tollhouse-rule")).isEqualTo("builtin.lockdown");
        }
    }

    @Test
    void aRestraintOfNewRequestsLetsATunnelGoOn() throws IOException {
        var hello = Hello.forHost("demo.test").record();
        try (var origin = Origin.echoing();
                var agent =
                        node.policy(route("demo.test", "tcp", origin.port())).agent();
                var next = node.agent()) {
            agent.ask(Agent.connect("demo.test:443"));
            agent.say(hello).socket().getInputStream().readNBytes(hello.length);

            node.refuseAll(Verdict.UNAVAILABLE, BuiltIn.STALE, "this node is cut off", false);

            var refused = next.ask(Agent.connect("demo.test:443"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("x-tollhouse-rule")).isEqualTo("builtin.stale");
            agent.say("more");
            assertThat(agent.socket().getInputStream().readNBytes(4))
                    .isEqualTo("more".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Nothing of it has gone out yet, so it is not in flight. */
    @Test
    void aRestraintOfNewRequestsHoldsForOneThatWaitsForItsRecord() throws IOException {
        node.recorder.mode(Mode.HOLD_BACK);
        try (var origin = Origin.answering("HTTP/1.1 204 No Content\r\n\r\n");
                var agent =
                        node.policy(route("demo.test", "http", origin.port())).agent()) {
            agent.say(Agent.get("http://demo.test/"));
            await().until(() -> origin.visits().size() == 1);

            node.refuseAll(Verdict.UNAVAILABLE, BuiltIn.STALE, "this node is cut off", false);
            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().status()).isEqualTo(503);
            assertThat(origin.received()).isEmpty();
            node.tells(ADMITTED, "outcome unavailable builtin.stale failure");
        }
    }
}
