package io.tollhouse.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.settings.Part;
import io.tollhouse.local.data.Refused;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartEnvironmentTest {
    @ParameterizedTest(name = "{0}: node {1}, distributor {2}, consumer {3}")
    @CsvSource({
        "TOLLHOUSE_DNS_SERVERS,                 true,  false, false",
        "TOLLHOUSE_AGENTS_FILE,                 true,  false, false",
        "TOLLHOUSE_POLICY_TRUSTED_KEYS,         true,  true,  true",
        "TOLLHOUSE_KAFKA_PROPERTIES_LINGER_MS,  true,  true,  true",
        "TOLLHOUSE_POLICY_PROTECTED,            false, true,  false",
        "TOLLHOUSE_INDEX_REFRESH,               false, false, true",
        "TOLLHOUSE_DATA,                        false, false, false",
        "JAVA_TOOL_OPTIONS,                     true,  true,  true"
    })
    void aVariableReachesThePartsThatKnowIt(String variable, boolean node, boolean distributor, boolean consumer)
            throws Refused {
        var environment = PartEnvironment.of(Map.of(variable, "x"));

        assertThat(environment.of(Part.NODE).containsKey(variable)).isEqualTo(node);
        assertThat(environment.of(Part.DISTRIBUTOR).containsKey(variable)).isEqualTo(distributor);
        assertThat(environment.of(Part.CONSUMER).containsKey(variable)).isEqualTo(consumer);
        assertThat(environment.others().containsKey(variable)).isEqualTo(!variable.startsWith("TOLLHOUSE_"));
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThatThrownBy(() -> PartEnvironment.of(
                        Map.of("TOLLHOUSE_LISTEN_ADMIN", "x", "TOLLHOUSE_NODE_ID", "x", "TOLLHOUSE_DNS_SERVER", "x")))
                .isInstanceOf(Refused.class)
                .hasMessage("""
                        environment TOLLHOUSE_DNS_SERVER: no part of Tollhouse knows it; did you mean TOLLHOUSE_DNS_SERVERS?; unset it
                        environment TOLLHOUSE_LISTEN_ADMIN: listen.admin is set by `tollhouse up` itself; unset it (for ports there are flags)
                        environment TOLLHOUSE_NODE_ID: node.id is set by `tollhouse up` itself; unset it (for ports there are flags)""");
    }
}
