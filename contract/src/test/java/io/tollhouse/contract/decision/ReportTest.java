package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Draft.route;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.matcher;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is only reported changes no verdict, and is said beside it. */
class ReportTest {

    private static String both(Decision decision) {
        var would = decision.otherwise();
        return brief(decision) + (would == null ? "" : ", would " + brief(would));
    }

    static List<Arguments> rules() {
        var go = allow("go", "**");
        return List.of(
                Arguments.of(
                        "allow go, would deny try",
                        List.of(go, deny("try", "x.example").report())),
                Arguments.of(
                        "allow go, would ask builtin.ask",
                        List.of(go, ask("try", "x.example").report())),
                Arguments.of(
                        "allow go, would route try",
                        List.of(go, route("try", "http://one.test", "x.example").report())),
                Arguments.of("allow go", List.of(go, deny("try", "y.example").report())),
                Arguments.of(
                        "deny builtin.default, would allow try",
                        List.of(allow("try", "**").report())),
                Arguments.of(
                        "deny no",
                        List.of(
                                go,
                                deny("no", "x.example"),
                                allow("try", "x.example").report())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleInReportModeChangesOnlyWhatWouldBe(String decision, List<Draft> rules) {
        var matcher = matcher(Draft.policy(rules.toArray(Draft[]::new)), Surroundings.none());

        assertThat(both(matcher.judgeName(connect("a", "x.example:443")))).isEqualTo(decision);
    }

    @Test
    void aReportedDenyForAnAddressIsSaidOnceTheAddressIsKnown() {
        var matcher = matcher(
                Draft.policy(allow("go", "**"), deny("try", "192.0.78.0/24").report()), Surroundings.none());

        assertThat(both(Policies.judge(matcher, connect("a", "x.example:443"), "192.0.78.1")))
                .isEqualTo("allow go, would deny try");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "x.example:443, 'allow builtin.default, would deny builtin.default'",
        "no.example:443, deny no",
        "ask.example:443, ask builtin.ask",
        "go.example:443, allow go",
        "127.0.0.1:443, deny builtin.never",
        "10.0.0.1:443, deny builtin.private",
        "169.254.169.254:80, deny builtin.metadata",
        "x.example:25, deny builtin.port",
    })
    void aDefaultInReportModeLetsThroughWhatNoRuleAllows(String to, String decision) {
        var policy = Draft.policy(
                Mode.REPORT, List.of(), allow("go", "go.example"), deny("no", "no.example"), ask("q", "ask.example"));

        assertThat(both(matcher(policy, Surroundings.none()).judgeName(connect("a", to))))
                .isEqualTo(decision);
    }

    @Test
    void aDefaultInReportModeCarriesNothingThatOnlyTcpWould() {
        var matcher = matcher(Draft.policy(Mode.REPORT, List.of()), Surroundings.none());
        var facts = connect("a", "x.example:443");

        assertThat(matcher.judgeName(facts).manner().protocols()).containsExactly(Protocol.HTTP, Protocol.TLS);
        assertThat(brief(matcher.judgeName(facts.speaking(Protocol.TCP)))).isEqualTo("deny builtin.default");
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "new-1, no.example:443, 'allow all, would deny no'",
        "new-1, ask.example:443, 'allow all, would ask builtin.ask'",
        "new-1, 8.8.8.8:443, 'allow builtin.default, would deny builtin.default'",
        "new-1, 127.0.0.1:443, deny builtin.never",
        "new-2, no.example:443, deny no",
        "old, no.example:443, deny no",
    })
    void whatThePolicyRefusesAnAgentInReportModeIsLetThrough(String agent, String to, String decision) {
        var agents = List.of(Draft.agent("new-*", Map.of(), Mode.REPORT), Draft.agent("new-2", Map.of(), Mode.ENFORCE));
        var policy = Draft.policy(
                Mode.ENFORCE, agents, allow("all", "**"), deny("no", "no.example"), ask("q", "ask.example"));

        assertThat(both(matcher(policy, Surroundings.none()).judgeName(connect(agent, to))))
                .isEqualTo(decision);
    }

    @Test
    void theMaximumHoldsForWhatIsOnlyReported() throws Exception {
        var agents = List.of(Draft.agent("new", Map.of(), Mode.REPORT));
        var policy = Draft.policy(Mode.REPORT, agents);
        var matcher = Matcher.compile(policy, Draft.maximum(allow("m", "y.example")), 1, "", Surroundings.none());

        assertThat(brief(matcher.judgeName(connect("new", "x.example:443")))).isEqualTo("deny maximum.default");
        assertThat(brief(matcher.judgeName(connect("new", "y.example:443")))).isEqualTo("allow builtin.default");
    }
}
