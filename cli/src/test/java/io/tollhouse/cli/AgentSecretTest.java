package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.fleet.Digest;
import io.tollhouse.contract.yaml.Node;
import io.tollhouse.contract.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentSecretTest {
    private static Call call(String... args) {
        return Call.in(Path.of("nowhere"), args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"research-1", "null", "-", "@x", "1.5"})
    void theLineHoldsTheNameAndTheHashOfTheSecret(String name) throws Exception {
        var lines = call("agent", "secret", "--", name).out().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("[0-9a-f]{64}");
        var hash = Digest.sha256(lines.get(0).getBytes(StandardCharsets.US_ASCII));
        var document = "agents:\n" + lines.get(1) + "\n";
        var root = (Node.MapNode) YamlReader.read(document.getBytes(StandardCharsets.UTF_8), "agents.yaml", 4096);
        assertThat(root.toString()).contains("sha256:" + hash, name);
    }

    @Test
    void noTwoSecretsAreTheSame() {
        assertThat(call("agent", "secret", "a").out())
                .isNotEqualTo(call("agent", "secret", "a").out());
    }

    @Test
    void forProgramsItIsADocument() throws Exception {
        var document = JsonMapper.builder()
                .build()
                .readTree(call("agent", "secret", "research-1", "--output", "json")
                        .outBytes());

        assertThat(document.path("name").asText()).isEqualTo("research-1");
        assertThat(document.path("hash").asText())
                .isEqualTo("sha256:"
                        + Digest.sha256(document.path("secret").asText().getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "research-*", "bücher", "a\tb", "a/b", "#{x}", "\"", "a\n"})
    void aNameThatANodeWouldRefuseIsRefused(String name) {
        assertThat(call("agent", "secret", name))
                .returns(ExitCode.USAGE, Call::code)
                .returns(
                        "tollhouse: the name must be letters, digits, . _ @ -, at most 64, as in research-1.\n",
                        Call::err);
    }
}
