package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Draft.route;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.matcher;
import static io.tollhouse.contract.decision.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.policy.Limit;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Of all rules that match, which one decides, and what of the others holds too. */
class WhoDecidesTest {

    private static Matcher compile(Draft... rules) {
        return matcher(Draft.policy(rules), Surroundings.none());
    }

    private static Decision by(String request, Draft... rules) {
        var matcher = compile(rules);
        return matcher.judgeName(
                request.startsWith("CONNECT ") ? connect("a", request.substring(8)) : request("a", request));
    }

    static List<Arguments> pairs() {
        return List.of(
                Arguments.of(allow("winner", "a.x.example"), allow("other", "*.x.example")),
                Arguments.of(allow("winner", "*.x.example"), allow("other", "**.x.example")),
                Arguments.of(allow("winner", "**.x.example"), allow("other", "**.example")),
                Arguments.of(allow("winner", "**.example"), allow("other", "**")),
                Arguments.of(allow("winner", ".x.example"), allow("other", "**.example")),
                Arguments.of(
                        allow("winner", "**").agent("a"), allow("other", "**").agent("*")),
                Arguments.of(allow("winner", "**").agent("*"), allow("other", "**")),
                Arguments.of(allow("winner", "**").ports(443), allow("other", "**")),
                Arguments.of(
                        allow("winner", "a.x.example"),
                        allow("other", "**").agent("a").ports(443)),
                Arguments.of(
                        allow("winner", "**").agent("a"), allow("other", "**").ports(443)),
                Arguments.of(
                        allow("winner", "**").paths("/b"), allow("other", "**").paths("/*")),
                Arguments.of(
                        allow("winner", "**").paths("/*"), allow("other", "**").paths("/**")),
                Arguments.of(
                        allow("winner", "**").paths("/**"), allow("other", "**").methods("GET")),
                Arguments.of(allow("winner", "**").methods("GET"), allow("other", "**")),
                Arguments.of(
                        allow("winner", "**").methods("GET"),
                        allow("other", "**").methods("GET", "PUT")));
    }

    @ParameterizedTest(name = "pair {index}")
    @MethodSource("pairs")
    void theMoreSpecificOfTwoDecides(Draft winner, Draft other) {
        assertThat(by("GET https://a.x.example/b", winner, other).rule()).isEqualTo("winner");
        assertThat(by("GET https://a.x.example/b", other, winner).rule()).isEqualTo("winner");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GET https://x.example/, allow narrow",
        "POST https://x.example/, deny builtin.default",
        "POST https://y.example/, allow broad",
    })
    void aSpecificAllowNarrowsABroadOne(String request, String decision) {
        assertThat(brief(by(request, allow("narrow", "x.example").methods("GET"), allow("broad", "**"))))
                .isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GET https://x.example/a, allow read",
        "PUT https://x.example/b, allow write",
        "PUT https://x.example/a, deny builtin.default",
    })
    void ofEquallySpecificHostsTheRuleWhoseConditionsHoldDecides(String request, String decision) {
        var read =
                allow("read", "x.example").methods("GET").paths("/a/**", "/a").credential("one");
        var write = allow("write", "x.example").methods("PUT").paths("/b").credential("two");

        assertThat(brief(by(request, read, write))).isEqualTo(decision);
    }

    static List<Arguments> strengths() {
        return List.of(
                Arguments.of("deny no", List.of(deny("no", "**"), ask("q", "x.example"), allow("go", "x.example"))),
                Arguments.of("ask builtin.ask", List.of(ask("q", "**"), allow("go", "x.example"))),
                Arguments.of(
                        "ask builtin.ask",
                        List.of(ask("q", "**.example"), route("to", "http://one.test", "x.example"))),
                Arguments.of("allow go", List.of(allow("go", "x.example"), route("to", "http://one.test", "**"))),
                Arguments.of("route to", List.of(allow("go", "**"), route("to", "http://one.test", "x.example"))),
                Arguments.of("deny builtin.default", List.of(allow("go", "y.example"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strengths")
    void denyStandsAboveAskAndAskAboveWhatLetsThroughHoweverSpecific(String decision, List<Draft> rules) {
        assertThat(brief(by("CONNECT x.example:443", rules.toArray(Draft[]::new))))
                .isEqualTo(decision);
    }

    @Test
    void anAskSaysWhichRuleWantsApproval() {
        assertThat(by("CONNECT x.example:443", ask("q", "x.example")).asks()).isEqualTo("q");
    }

    @Test
    void aBuiltInDenyStandsAboveAnAsk() {
        assertThat(brief(by("CONNECT 10.0.0.1:443", ask("q", "10.0.0.0/8")))).isEqualTo("deny builtin.private");
        assertThat(brief(by("CONNECT x.internal:443", ask("q", "**.internal")))).isEqualTo("deny builtin.private");
        assertThat(brief(by("CONNECT x.internal:443", ask("q", "x.internal")))).isEqualTo("ask builtin.ask");
    }

    @Test
    void whatIsTheDecidingRulesOwnComesFromItAlone() {
        var manner = by(
                        "GET https://x.example/",
                        allow("one", "x.example").credential("key").removing("x-debug"),
                        allow("all", "**").credential("other").opening("10.0.0.0/8"))
                .manner();

        assertThat(manner.credential()).isEqualTo("key");
        assertThat(manner.headers().remove()).containsExactly("x-debug");
        assertThat(manner.allowPrivate()).isEmpty();
    }

    @Test
    void ofInspectionLimitsAndAuditTheStrictestOfAllHolds() {
        var manner = by(
                        "CONNECT x.example:443",
                        allow("one", "x.example")
                                .limit(Limit.REQUESTS_PER_MINUTE, 10)
                                .audit(AuditLevel.SYNCED),
                        allow("some", "**.example")
                                .inspect()
                                .limit(Limit.REQUESTS_PER_MINUTE, 5)
                                .limit(Limit.OPEN_TUNNELS, 3),
                        allow("all", "**").audit(AuditLevel.REPLICATED),
                        allow("others", "**").agent("b").limit(Limit.REQUESTS_PER_MINUTE, 1))
                .manner();

        assertThat(manner.inspect()).isTrue();
        assertThat(manner.limits().values()).isEqualTo(Map.of(Limit.REQUESTS_PER_MINUTE, 5L, Limit.OPEN_TUNNELS, 3L));
        assertThat(manner.audit()).isEqualTo(AuditLevel.REPLICATED);
    }

    static List<Arguments> ties() {
        return List.of(
                Arguments.of(allow("a", "x.example"), route("b", "http://one.test", "x.example"), false),
                Arguments.of(allow("a", "x.example"), allow("b", "x.example").credential("key"), false),
                Arguments.of(allow("a", "x.example"), allow("b", "x.example").websocket(), false),
                Arguments.of(allow("a", "x.example"), allow("b", "x.example").removing("x-debug"), false),
                Arguments.of(allow("a", "x.example"), allow("b", ".x.example").credential("key"), false),
                Arguments.of(
                        allow("a", "x.example").paths("/a/*"),
                        allow("b", "x.example").paths("/*/b").credential("key"),
                        false),
                Arguments.of(
                        ask("a", "x.example").credential("one"),
                        ask("b", "x.example").credential("two"),
                        false),
                Arguments.of(allow("a", "x.example"), allow("b", "x.example").inspect(), true),
                Arguments.of(allow("a", "x.example"), allow("b", "x.example").limit(Limit.OPEN_TUNNELS, 1), true),
                Arguments.of(allow("a", "x.example"), ask("b", "x.example").credential("key"), true),
                Arguments.of(
                        allow("a", "x.example").methods("GET"),
                        allow("b", "x.example").methods("PUT").credential("key"),
                        true),
                Arguments.of(
                        allow("a", "x.example").paths("/a/*"),
                        allow("b", "x.example").paths("/b/*").credential("key"),
                        true),
                Arguments.of(
                        allow("a", "x.example").header("x", "one"),
                        allow("b", "x.example").header("x", "two").credential("key"),
                        true),
                Arguments.of(
                        allow("a", "x.example").speaking(Protocol.HTTP),
                        allow("b", "x.example").speaking(Protocol.TLS).credential("key"),
                        true));
    }

    @ParameterizedTest(name = "tie {index}")
    @MethodSource("ties")
    void whatIsEquallySpecificAndDoesSomethingElseDoesNotCompile(Draft one, Draft other, boolean compiles)
            throws InvalidDocument {
        var policy = Draft.policy(one, other);
        if (compiles) {
            assertThat(Matcher.compile(policy, 1, "", Surroundings.none())).isNotNull();
        } else {
            assertThatThrownBy(() -> Matcher.compile(policy, 1, "", Surroundings.none()))
                    .isInstanceOf(InvalidDocument.class)
                    .hasMessageContaining("rule b is as specific as rule a");
        }
    }

    @ParameterizedTest(name = "{0} s before its end: {1}")
    @CsvSource({"1, allow go", "0, deny builtin.default", "-1, deny builtin.default"})
    void anExpiredRuleMatchesNothing(int before, String decision) {
        var matcher = compile(allow("go", "**").expires(Policies.NOW.plusSeconds(before)));

        assertThat(brief(matcher.judgeName(connect("a", "x.example:443")))).isEqualTo(decision);
    }

    @Test
    void anExpiredRuleNarrowsNoBroaderOne() {
        var rules = new Draft[] {allow("one", "x.example").methods("GET").expires(Policies.NOW), allow("all", "**")};

        assertThat(brief(by("PUT https://x.example/", rules))).isEqualTo("allow all");
    }

    @Test
    void aMatcherSaysWhenItWillSaySomethingElse() {
        var first = Policies.NOW.plusSeconds(5);
        var matcher = compile(
                allow("a", "a.example").expires(first), deny("b", "b.example").expires(first.plusSeconds(5)));

        assertThat(matcher.changesAfter(Policies.NOW)).contains(first);
        assertThat(matcher.changesAfter(first)).contains(first.plusSeconds(5));
        assertThat(matcher.changesAfter(first.plusSeconds(5))).isEmpty();
    }

    @ParameterizedTest(name = "{0} from {1}: {2}")
    @CsvSource({
        "ci, 10.9.1.1, allow go",
        "ci, 10.8.1.1, deny builtin.identity",
        "ci, '', allow go",
        "ci-2, 10.8.1.1, allow go",
        "ci-2, 192.0.2.1, deny builtin.identity",
        "other, 192.0.2.1, allow go",
    })
    void aNameIsBelievedFromItsNetworksOnly(String agent, String source, String decision) {
        var agents = List.of(
                Draft.agent("ci*", Map.of(), Mode.ENFORCE, "10.0.0.0/8"),
                Draft.agent("ci", Map.of(), Mode.ENFORCE, "10.9.0.0/16"));
        var matcher = matcher(Draft.policy(Mode.ENFORCE, agents, allow("go", "**")), Surroundings.none());
        var to = connect(agent, "x.example:443").destination();
        var facts = Facts.connect(agent, source.isEmpty() ? null : Policies.address(source), to, Policies.NOW);

        assertThat(brief(matcher.judgeName(facts))).isEqualTo(decision);
    }
}
