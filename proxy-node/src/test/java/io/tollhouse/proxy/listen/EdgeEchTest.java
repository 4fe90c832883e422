package io.tollhouse.proxy.listen;

import static io.tollhouse.proxy.listen.EdgeFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.proxy.NoLeaks;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS whose hello may hide what it asks for (ECH), over real sockets. */
@ExtendWith(NoLeaks.class)
class EdgeEchTest {
    private static final byte[] OPEN = Hello.forHost("demo.test").record();
    private static final byte[] ENCRYPTED =
            Hello.forHost("demo.test").extension(Hello.ENCRYPTED, new byte[40]).record();

    @RegisterExtension
    final EdgeFixture node = new EdgeFixture();

    /** The rule of {@link EdgeFixture#route} with one key more. */
    private static String ruled(int port, String key) {
        return route("demo.test", "tcp", port).replace("}\n", ", " + key + "}\n");
    }

    private static Agent tunnel(EdgeFixture node, byte[] hello) throws IOException {
        var agent = node.agent();
        assertThat(agent.ask(Agent.connect("demo.test:443")).status()).isEqualTo(200);
        return agent.say(hello);
    }

    private @Nullable Object flag() {
        return node.lastRecord(AuditField.TLS_ECH);
    }

    @Test
    void whereNoRuleMindsItPassesAndIsRecorded() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(route("demo.test", "tcp", origin.port()));
            try (var agent = tunnel(node, ENCRYPTED)) {
                assertThat(agent.socket().getInputStream().readNBytes(ENCRYPTED.length))
                        .isEqualTo(ENCRYPTED);
            }
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
        assertThat(flag()).isEqualTo("offered");
    }

    @Test
    void whereARuleDeniesItTheClientGetsAnAlertAndNobodyIsReached() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(ruled(origin.port(), "ech: deny"));
            try (var agent = tunnel(node, ENCRYPTED)) {
                assertThat(agent.rest()).isEqualTo(new byte[] {21, 3, 3, 0, 2, 2, 49});
            }
            assertThat(origin.received()).isEmpty();
        }
        node.tells("admission route to-demo-test success", "outcome deny builtin.sni failure");
        assertThat(flag()).isEqualTo("offered");
        assertThat(String.valueOf(node.lastRecord(AuditField.ERROR_MESSAGE))).contains("to-demo-test", "ECH");
    }

    @Test
    void whereARuleDeniesItAnOpenHelloPasses() throws IOException {
        try (var origin = Origin.echoing()) {
            node.policy(ruled(origin.port(), "ech: deny"));
            try (var agent = tunnel(node, OPEN)) {
                assertThat(agent.socket().getInputStream().readNBytes(OPEN.length))
                        .isEqualTo(OPEN);
            }
        }
        node.tells("admission route to-demo-test success", "outcome route to-demo-test success");
        assertThat(flag()).isNull();
    }

    @ParameterizedTest(name = "encrypted: {0}, then the tunnel {1}")
    @CsvSource({"true, outcome deny builtin.sni failure", "false, outcome route to-demo-test success"})
    void aRevisionThatDeniesItCutsWhatHidesItsHostAndNothingElse(boolean encrypted, String end) throws IOException {
        var hello = encrypted ? ENCRYPTED : OPEN;
        try (var origin = Origin.echoing()) {
            node.policy(route("demo.test", "tcp", origin.port()));
            try (var agent = tunnel(node, hello)) {
                assertThat(agent.socket().getInputStream().readNBytes(hello.length))
                        .isEqualTo(hello);
                node.policy(ruled(origin.port(), "ech: deny"));
                if (encrypted) {
                    assertThat(agent.rest()).isEmpty();
                }
            }
        }
        node.tells("admission route to-demo-test success", end);
    }
}
