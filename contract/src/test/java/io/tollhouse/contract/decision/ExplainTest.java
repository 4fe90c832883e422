package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.decision.Trace.Candidate;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a rule decided, or did not. */
class ExplainTest {

    static List<Arguments> reasons() {
        return List.of(
                Arguments.of(allow("r", "x.example"), "r decides"),
                Arguments.of(allow("r", "y.example"), "r is for other hosts"),
                Arguments.of(allow("r", "10.0.0.0/8"), "r is for other hosts"),
                Arguments.of(deny("r", "10.0.0.0/8"), "r is for other hosts"),
                Arguments.of(deny("r", "192.0.78.0/24"), "r decides"),
                Arguments.of(allow("r", "x.example").agent("b"), "r is for other agents"),
                Arguments.of(allow("r", "x.example").label("team", "red"), "r is for other agents"),
                Arguments.of(allow("r", "x.example").ports(8080), "r is for other ports"),
                Arguments.of(allow("r", "x.example").speaking(Protocol.TCP, Protocol.DNS), "r is for tcp and dns"),
                Arguments.of(allow("r", "x.example").methods("PUT"), "r has conditions that do not hold"),
                Arguments.of(allow("r", "x.example").expires(Policies.NOW), "r expired at 2026-01-01T00:00:00Z"),
                Arguments.of(deny("r", "x.example").report(), "r matches, and only reports"),
                Arguments.of(allow("r", "**"), "r matches, and other is more specific"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("reasons")
    void eachRuleSaysWhyItDidNotDecide(Draft rule, String why) {
        var matcher = Policies.matcher(Draft.policy(rule, allow("other", "**.example")), Surroundings.none());
        var trace =
                matcher.explain(request("a", "GET https://x.example/a"), Policies.addresses("192.0.78.1"), List.of());

        assertThat(words(trace).get(0)).isEqualTo(why);
    }

    @Test
    void whatIsNotKnownYetIsSaid() {
        var matcher = Policies.matcher(
                Draft.policy(allow("go", "x.example"), deny("no", "**").methods("PUT")), Surroundings.none());

        assertThat(words(matcher.explain(connect("a", "x.example:443"), List.of(), List.of())))
                .containsExactly("go decides", "no has conditions on what is not known yet");
    }

    @Test
    void whatStandsAboveIsNamed() throws InvalidDocument {
        var policy = Draft.policy(allow("go", "x.example"), ask("q", "**"), deny("no", "**.example"));
        var maximum = Draft.maximum(allow("most", "**"), deny("never", "y.example"));
        var matcher = Matcher.compile(policy, maximum, 1, "", Surroundings.none());
        var trace = matcher.explain(connect("a", "x.example:443"), List.of(), List.of());

        assertThat(trace.decision().rule()).isEqualTo("no");
        assertThat(words(trace))
                .containsExactly(
                        "go matches, and no stands above it",
                        "q matches, and no stands above it",
                        "no decides",
                        "maximum.most matches, and no stands above it",
                        "maximum.never is for other hosts");
    }

    private static List<String> words(Trace trace) {
        return trace.candidates().stream().map(ExplainTest::words).toList();
    }

    private static String words(Candidate candidate) {
        return candidate.rule() + " " + candidate.why();
    }
}
