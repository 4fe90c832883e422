package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.NOW;
import static io.tollhouse.contract.decision.Policies.address;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.matcher;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.decision.Surroundings.Guarded;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node or its neighbours in the fleet are no agents: requests would go round through a shared address. */
class ClientsOfTheFleetTest {
    private static final Surroundings FLEET = new Surroundings(
            Set.of(address("10.0.0.5"), address("fd00::5"), address("127.0.0.1")),
            Set.of(
                    new Guarded(address("10.0.0.6"), 8080),
                    new Guarded(address("10.0.0.7"), 0),
                    new Guarded(address("127.0.0.1"), 9100)),
            Set.of(),
            List.of(),
            true);

    private final Matcher matcher = matcher("rules: [{id: all, to: ['**'], action: allow}]", FLEET);

    @ParameterizedTest(name = "from {0}: {1}")
    @CsvSource({
        "10.0.0.5, deny builtin.self",
        "::ffff:10.0.0.5, deny builtin.self",
        "fd00::5, deny builtin.self",
        "10.0.0.6, deny builtin.self",
        "10.0.0.7, deny builtin.self",
        "10.0.0.8, allow all",
        "fd00::6, allow all",
        "127.0.0.1, allow all",
        "::ffff:127.0.0.1, allow all",
        "::1, allow all",
    })
    void onlyOthersAreServed(String source, String decision) {
        var asked = connect("a", "far.test:443");
        var facts = Facts.connect(asked.agent(), address(source), asked.destination(), NOW);

        assertThat(brief(matcher.judgeName(facts))).isEqualTo(decision);
        assertThat(brief(matcher.judgeName(asked))).as("nothing known of it").isEqualTo("allow all");
    }
}
