package io.tollhouse.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsFileTest {
    private static final String HASH = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @ValueSource(strings = {"research-1", "a", "null", "me@team.example", "A_b.c-9", "-"})
    void everyNameThatAPolicyCanWriteIsTaken(String name) throws InvalidDocument {
        assertThat(parse(agent(name, HASH)).verifierOf(name)).isNotNull();
    }

    @Test
    void theLongestNameHas64Characters() throws InvalidDocument {
        assertThat(parse(agent("n".repeat(64), HASH)).size()).isOne();
        assertThatThrownBy(() -> parse(agent("n".repeat(65), HASH))).hasMessageContaining("at most 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "research-*", "a/b", "bücher"})
    void aNameThatNoPolicyCanWriteIsRefusedWithItsLine(String name) {
        assertThatThrownBy(() -> parse(agent("research-1", HASH) + agent(name, HASH)))
                .isInstanceOf(InvalidDocument.class)
                .hasMessage("agents.yaml:3:5: agents[1].name: must be letters, digits, . _ @ -, at most 64,"
                        + " as a policy names agents");
    }

    @ParameterizedTest
    @CsvSource({
        "sha256:abcd, 'agents[0].secret: must be sha256: and 64 hexadecimal digits'",
        "hunter2, 'agents[0].secret: must be sha256: and 64 hexadecimal digits'"
    })
    void aSecretThatIsNoHashIsRefusedAndNotRepeated(String secret, String says) {
        assertThatThrownBy(() -> parse(agent("research-1", secret)))
                .hasMessageContaining(says)
                .hasMessageNotContaining(secret);
    }

    @Test
    void aNameStandsOnce() {
        assertThatThrownBy(() -> parse(agent("a", HASH) + agent("a", HASH)))
                .hasMessageContaining("agents[1].name: stands twice");
    }

    private static String agent(String name, String secret) {
        return "  - {name: \"" + name + "\", secret: \"" + secret + "\"}\n";
    }

    private static AgentsFile parse(String agents) throws InvalidDocument {
        return AgentsFile.parse(("agents:\n" + agents).getBytes(StandardCharsets.UTF_8), "agents.yaml");
    }
}
