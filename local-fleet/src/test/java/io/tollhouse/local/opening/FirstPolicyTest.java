package io.tollhouse.local.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.PolicyCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FirstPolicyTest {
    private static final Path EXAMPLE = Path.of("../examples/agents.yaml");

    @Test
    void onItsUsualPortsTheExampleIsPublishedAsItStands() throws Exception {
        assertThat(FirstPolicy.of(EXAMPLE, "127.0.0.1:18080", "127.0.0.1:18443").text())
                .isEqualTo(Files.readString(EXAMPLE));
    }

    @Test
    void theDemonstrationIsReachedWhereItIs() throws Exception {
        var text = FirstPolicy.of(EXAMPLE, "127.0.0.1:18443", "127.0.0.1:9").text(); // one port in the other's place

        var upstreams = PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "test").rules().stream()
                .filter(rule -> rule.id().startsWith("demo-"))
                .map(rule -> String.valueOf(rule.effects().upstream()))
                .toList();
        assertThat(text).contains("upstream: http://127.0.0.1:18443\n", "upstream: tcp://127.0.0.1:9 ");
        assertThat(upstreams).hasSize(2);
    }
}
