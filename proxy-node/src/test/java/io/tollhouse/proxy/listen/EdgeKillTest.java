package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.allow;
import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.proxy.NoLeaks;
import io.tollhouse.proxy.judge.RecordingRecorder.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kill ends at once what it is meant for, whatever it waits for, and leaves everything else alone. */
@ExtendWith(NoLeaks.class)
class EdgeKillTest {
    private static final String HOST = "demo.test";
    private static final String ADMITTED = "admission route to-demo-test success";
    private static final byte[] HELLO = Hello.forHost(HOST).record();

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    /** What a request is doing when the kill comes. */
    enum InFlight {
        TUNNEL {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.policy(route(HOST, "tcp", origin.port()));
                agent.ask(Agent.connect(HOST + ":443"));
                agent.say(HELLO).socket().getInputStream().readNBytes(4);
            }
        },
        SILENT_TUNNEL {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.policy(route(HOST, "tcp", origin.port()));
                agent.ask(Agent.connect(HOST + ":443"));
            }
        },
        BODY {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.policy(route(HOST, "http", origin.port()));
                agent.say(Agent.get("http://demo.test/"))
                        .socket()
                        .getInputStream()
                        .readNBytes(20);
            }
        },
        LOOKUP_RECORD {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.recorder.mode(Mode.HOLD_BACK);
                node.policy(allow(HOST));
                agent.say(Agent.get("http://demo.test/"));
                await().until(() -> node.recorder.waiting() == 1);
            }
        },
        NAME {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.names.silent(HOST);
                node.policy(allow(HOST));
                agent.say(Agent.get("http://demo.test/"));
                await().until(() -> node.names.questions().size() == 1);
            }
        },
        ADMISSION_RECORD {
            @Override
            void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException {
                node.recorder.mode(Mode.HOLD_BACK);
                node.policy(route(HOST, "http", origin.port()));
                agent.say(Agent.get("http://demo.test/"));
                await().until(() -> origin.visits().size() == 1);
            }
        };

        abstract void begin(EdgeFixture node, Agent agent, Origin origin) throws IOException;

        boolean isTunnel() {
            return this == TUNNEL || this == SILENT_TUNNEL;
        }

        boolean hasAnswer() {
            return isTunnel() || this == BODY;
        }

        boolean isAdmitted() {
            return hasAnswer() || this == ADMISSION_RECORD;
        }

        String rule() {
            return isAdmitted() ? "to-demo-test" : "go-demo-test";
        }
    }

    /** Answers half of what it has, and waits. */
    private static Origin slow() throws IOException {
        return Origin.that(visit -> visit.until("\r\n\r\n")
                .say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
                .toTheEnd());
    }

    private static KillTarget target(String what, InFlight inFlight) {
        return switch (what) {
            case "agent" -> KillTarget.parse(Agent.NAME, null, null, null);
            case "destination" -> KillTarget.parse(null, HOST, null, null);
            case "rule" -> KillTarget.parse(null, null, inFlight.rule(), null);
            case "node" -> KillTarget.parse(null, null, null, EdgeFixture.NODE);
            default -> KillTarget.parse(Agent.NAME, HOST, inFlight.rule(), EdgeFixture.NODE);
        };
    }

    static Stream<Arguments> everything() {
        return Arrays.stream(InFlight.values())
                .flatMap(inFlight -> Stream.of("agent", "destination", "rule", "node", "all of them")
                        .map(what -> Arguments.of(inFlight, what)));
    }

    private Origin originOf(InFlight inFlight) throws IOException {
        return inFlight.isTunnel() ? Origin.echoing() : slow();
    }

    @ParameterizedTest(name = "{0}, by {1}")
    @MethodSource("everything")
    void whatIsInFlightEndsWithItsRecord(InFlight inFlight, String what) throws IOException {
        try (var origin = originOf(inFlight);
                var agent = node.agent()) {
            inFlight.begin(node, agent, origin);

            node.kill(target(what, inFlight));

            assertThat(node.edge.tunnelsCut()).isEqualTo(inFlight.isTunnel() ? 1 : 0);
            if (inFlight.hasAnswer()) {
                agent.rest();
            } else {
                assertThat(agent.answer().field("x-tollhouse-rule")).isEqualTo("builtin.kill");
            }
            if (inFlight.isAdmitted()) {
                node.tells(ADMITTED, "outcome deny builtin.kill failure");
            } else {
                node.tells("lookup allow go-demo-test", "refusal deny builtin.kill failure");
            }
            assertThat(node.recorder.values(AuditField.OVERLAY)).containsExactly("-", EdgeFixture.OVERLAY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "destination", "rule", "node"})
    void whatItIsNotMeantForGoesOn(String what) throws IOException {
        var other = switch (what) {
            case "agent" -> KillTarget.parse("somebody-else", null, null, null);
            case "destination" -> KillTarget.parse(null, "other.test", null, null);
            case "rule" -> KillTarget.parse(null, null, "another", null);
            default -> KillTarget.parse(null, null, null, "node-2");
        };
        try (var origin = Origin.echoing();
                var agent = node.agent()) {
            InFlight.TUNNEL.begin(node, agent, origin);
            agent.socket().getInputStream().readNBytes(HELLO.length - 4);

            node.kill(other);

            agent.say("more");
            assertThat(agent.socket().getInputStream().readNBytes(4))
                    .isEqualTo("more".getBytes(StandardCharsets.US_ASCII));
            assertThat(node.edge.tunnelsCut()).isZero();
        }
    }

    /** The reference is swapped, and the word of it has not come to the event loop yet. */
    @ParameterizedTest
    @ValueSource(strings = {"LOOKUP_RECORD", "ADMISSION_RECORD"})
    void aKillThatComesWithTheRecordHolds(InFlight inFlight) throws IOException {
        try (var origin = slow();
                var agent = node.agent()) {
            inFlight.begin(node, agent, origin);

            node.swapKill(target("agent", inFlight));
            node.recorder.answerHeldBack(true);

            assertThat(agent.answer().field("x-tollhouse-rule")).isEqualTo("builtin.kill");
            assertThat(origin.received()).isEmpty();
            assertThat(node.names.questions()).isEmpty();
        }
    }

    @Test
    void theNextRequestIsRefusedAndNothingOfTheKillButItsIdIsShown() throws IOException {
        try (var origin = slow();
                var agent = node.policy(route(HOST, "http", origin.port())).agent()) {
            node.kill(KillTarget.parse(Agent.NAME, null, null, null));

            var refused = agent.ask(Agent.get("http://demo.test/"));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.phrase()).isEqualTo("Tollhouse builtin.kill: stopped by an operator (k-0)");
            assertThat(refused.text()).doesNotContain(EdgeFixture.WHY);
            node.tells("refusal deny builtin.kill failure");
            assertThat(node.lastRecord(AuditField.OVERLAY)).isEqualTo(EdgeFixture.OVERLAY);
        }
    }

    @Test
    void whatIsAdmittedUnderAnOverlayNamesIt() throws IOException {
        try (var origin = Origin.answering("HTTP/1.1 204 No Content\r\n\r\n");
                var agent = node.policy(route(HOST, "http", origin.port())).agent()) {
            node.kill(KillTarget.parse("somebody-else", null, null, null));

            assertThat(agent.ask(Agent.get("http://demo.test/")).status()).isEqualTo(204);

            await().until(() -> node.story().size() == 2);
            assertThat(node.recorder.values(AuditField.OVERLAY))
                    .isEqualTo(List.of(EdgeFixture.OVERLAY, EdgeFixture.OVERLAY));
        }
    }
}
