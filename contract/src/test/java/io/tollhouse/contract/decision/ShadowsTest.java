package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.deny;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a deny does to other rules. */
class ShadowsTest {
    private static final String NEVER =
            "rule go: can never match: what it allows is denied by other rules; remove it, or narrow these";
    private static final String INSPECTED =
            "rule go: is inspected, because rule no (line 1) denies some requests to the same hosts;"
                    + " write `inspect: true` to show it";

    static List<Arguments> rules() {
        var go = allow("go", "a.x.example", "*.y.example");
        return List.of(
                Arguments.of("", go, deny("no", "b.x.example")),
                Arguments.of("", go, deny("no", "**.x.example")),
                Arguments.of(NEVER, go, deny("no", "**.x.example", ".y.example")),
                Arguments.of("", go, deny("no", "**.example").report()),
                Arguments.of("", go, deny("no", "**.example").expires(Policies.NOW)),
                Arguments.of("", go, deny("no", "**.example").agent("a")),
                Arguments.of("", go, deny("no", "**.example").ports(80)),
                Arguments.of(NEVER, go, deny("no", "**").ports()),
                Arguments.of(INSPECTED, go, deny("no", "**").methods("PUT")),
                Arguments.of(INSPECTED, go, deny("no", "b.y.example").methods("PUT")),
                Arguments.of("", go, deny("no", "b.x.example").methods("PUT")),
                Arguments.of("", go, deny("no", "**").ports(22).methods("PUT")),
                Arguments.of("", go, deny("no", "**").methods("PUT").report()),
                Arguments.of("", allow("go", "**").inspect(), deny("no", "**").methods("PUT")),
                Arguments.of(
                        "",
                        allow("go", "**").agent("a"),
                        deny("no", "**").agent("b*").methods("PUT")),
                Arguments.of(
                        "", allow("go", "**").methods("GET"), deny("no", "**").methods("PUT")));
    }

    @ParameterizedTest(name = "pair {index}: {0}")
    @MethodSource("rules")
    void aWarningNamesTheRuleThatIsTouched(String warning, Draft rule, Draft deny) {
        var warnings =
                Policies.matcher(Draft.policy(rule, deny), Surroundings.none()).warnings();

        assertThat(warnings.stream().map(Problem::message))
                .containsExactlyElementsOf(warning.isEmpty() ? List.of() : List.of(warning));
    }

    @ParameterizedTest(name = "{0} and {1}: meet {2}, covers {3}")
    @CsvSource({
        "x.example, x.example, true, true",
        "x.example, y.example, false, false",
        "*.x.example, a.x.example, true, true",
        "*.x.example, a.b.x.example, false, false",
        "*.x.example, **.x.example, true, false",
        "*.x.example, *.a.x.example, false, false",
        "*.x.example, .a.x.example, true, false",
        "*.x.example, **.a.x.example, false, false",
        "**.x.example, *.x.example, true, true",
        "**.x.example, .x.example, true, false",
        "**.x.example, .a.x.example, true, true",
        "**.x.example, **.a.x.example, true, true",
        "**.x.example, x.example, false, false",
        ".x.example, x.example, true, true",
        ".x.example, **.x.example, true, true",
        ".x.example, **.y.example, false, false",
        "**, .x.example, true, true",
        ".x.example, **, true, false",
        "**, 10.0.0.1, false, false",
        "**, any-public-ip, false, false",
        "10.0.0.0/8, 10.1.0.0/16, true, true",
        "10.1.0.0/16, 10.0.0.0/8, true, false",
        "10.1.0.0/16, 10.2.0.0/16, false, false",
        "any-public-ip, any-public-ip, true, true",
        "10.0.0.0/8, x.example, false, false",
    })
    void patternsAreSets(String one, String other, boolean meet, boolean covers) throws Exception {
        var a = HostPattern.parse(one);
        var b = HostPattern.parse(other);

        assertThat(PatternSets.meet(a, b)).isEqualTo(meet);
        assertThat(PatternSets.meet(b, a)).isEqualTo(meet);
        assertThat(PatternSets.covers(a, b)).isEqualTo(covers);
    }
}
