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

import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Ech;
import io.tollhouse.contract.policy.Limit;
import io.tollhouse.contract.policy.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is decided while something of a request is not known yet. */
class PhasesTest {

    private static Matcher compile(Draft... rules) {
        return matcher(Draft.policy(rules), Surroundings.none());
    }

    private static Decision tunnel(Draft... rules) {
        return compile(rules).judgeName(connect("a", "x.example:443"));
    }

    @Test
    void aTunnelWithoutConditionsIsOpaque() {
        var decision = tunnel(allow("go", "x.example"));

        assertThat(brief(decision)).isEqualTo("allow go");
        assertThat(decision.manner().inspect()).isFalse();
        assertThat(decision.manner().protocols()).containsExactly(Protocol.HTTP, Protocol.TLS);
    }

    static List<Arguments> lookedInto() {
        return List.of(
                Arguments.of(List.of(allow("go", "x.example").methods("GET"))),
                Arguments.of(
                        List.of(allow("go", "x.example"), allow("some", "**").paths("/a/**"))),
                Arguments.of(List.of(allow("go", "x.example"), deny("no", "**").methods("PUT"))),
                Arguments.of(
                        List.of(allow("go", "x.example"), ask("q", "x.example").methods("PUT"))),
                Arguments.of(List.of(allow("go", "x.example").inspect())));
    }

    @ParameterizedTest(name = "rules {index}")
    @MethodSource("lookedInto")
    void aTunnelToWhichConditionsMightApplyIsNeverOpaque(List<Draft> rules) {
        var decision = tunnel(rules.toArray(Draft[]::new));

        assertThat(brief(decision)).isEqualTo("allow go");
        assertThat(decision.manner().inspect()).isTrue();
        assertThat(decision.needs(EnumSet.allOf(Feature.class))).isEmpty();
    }

    @Test
    void aRuleForOthersForcesNoInspection() {
        var decision = tunnel(
                allow("go", "x.example"),
                deny("agent", "**").agent("b").methods("PUT"),
                deny("port", "**").ports(80).methods("PUT"),
                deny("host", "y.example").methods("PUT"),
                deny("over", "**").methods("PUT").expires(Policies.NOW));

        assertThat(decision.manner().inspect()).isFalse();
    }

    @Test
    void aDenyWithConditionsForAnAddressForcesInspectionOnceTheAddressIsKnown() {
        var matcher =
                compile(allow("go", "x.example"), deny("no", "192.0.78.0/24").methods("PUT"));
        var facts = connect("a", "x.example:443");
        var byName = matcher.judgeName(facts);

        assertThat(byName.manner().inspect()).isFalse();
        assertThat(Policies.judge(matcher, facts, "8.8.8.8").manner().inspect()).isFalse();
        assertThat(Policies.judge(matcher, facts, "192.0.78.1").manner().inspect())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CONNECT, deny no",
        "TLS, deny no",
        "HTTP, deny no",
    })
    void aDenyWithoutConditionsRefusesTheTunnelAtOnce(String spoken, String decision) {
        var facts = connect("a", "x.example:443");
        var asked = spoken.equals("CONNECT") ? facts : facts.speaking(Protocol.valueOf(spoken));

        assertThat(brief(compile(allow("go", "**"), deny("no", "**.example")).judgeName(asked)))
                .isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"TLS, allow tls", "HTTP, deny builtin.default", "TCP, allow tcp"})
    void whatIsSpokenIsJudgedOnceItIsKnown(Protocol protocol, String decision) {
        var matcher = compile(
                allow("tls", "x.example").speaking(Protocol.TLS),
                allow("tcp", "**").speaking(Protocol.TCP).ports());
        var facts = connect("a", "x.example:443");

        assertThat(matcher.judgeName(facts).manner().protocols()).containsExactly(Protocol.TLS, Protocol.TCP);
        assertThat(brief(matcher.judgeName(facts.speaking(protocol)))).isEqualTo(decision);
    }

    @Test
    void aTunnelIsRefusedWhenNothingThatCouldBeSpokenMayGoOut() {
        var decision = tunnel(
                allow("tcp", "**").speaking(Protocol.TCP).ports(),
                deny("no", "**").speaking(Protocol.TCP).ports());

        assertThat(brief(decision)).isEqualTo("deny no");
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsType.class,
            names = {"A", "AAAA", "HTTPS", "SVCB", "TXT", "MX"})
    void aQuestionIsLetThroughByARuleForItsType(DnsType type) {
        var matcher = compile(
                allow("dns", "x.example").speaking(Protocol.DNS),
                allow("mail", "x.example").speaking(Protocol.DNS).types(DnsType.MX));
        var rule = DnsType.TO_CONNECT.contains(type) ? "dns" : type == DnsType.MX ? "mail" : "builtin.default";
        var facts = Facts.dns("a", null, Policies.host("x.example"), Policies.NOW, type);

        assertThat(matcher.judgeName(facts).rule()).isEqualTo(rule);
    }

    @Test
    void aDenyIsAboutQuestionsOfEveryType() {
        var matcher = compile(
                allow("dns", "x.example").speaking(Protocol.DNS),
                deny("no", "x.example").speaking(Protocol.DNS));
        var facts = Facts.dns("a", null, Policies.host("x.example"), Policies.NOW, DnsType.TXT);

        assertThat(matcher.judgeName(facts).rule()).isEqualTo("no");
    }

    @Test
    void aNameOnlyRuleOfTheWebAnswersNoQuestion() {
        var facts = Facts.dns("a", null, Policies.host("x.example"), Policies.NOW, DnsType.A);

        assertThat(compile(allow("go", "x.example")).judgeName(facts).rule()).isEqualTo("builtin.default");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"socket.example, allow yes", "x.example, deny builtin.protocol"})
    void anUpgradeNeedsARuleThatAllowsIt(String host, String decision) {
        var matcher = compile(allow("yes", "socket.example").websocket(), allow("no", "x.example"));
        var asked = new Facts.Request("GET", "/", Headers.NONE, true);
        var facts = Facts.http("a", null, connect("a", host + ":80").destination(), Policies.NOW, asked);

        assertThat(brief(matcher.judgeName(facts))).isEqualTo(decision);
    }

    static List<Arguments> needs() {
        return List.of(
                Arguments.of("", allow("r", "x.example")),
                Arguments.of("allow-private", allow("r", "x.example").opening("10.0.0.0/8")),
                Arguments.of("http-conditions inspect", allow("r", "x.example").methods("GET")),
                Arguments.of("inspect", allow("r", "x.example").inspect()),
                Arguments.of(
                        "inspect credential", allow("r", "x.example").inspect().credential("key")),
                Arguments.of("headers", allow("r", "x.example").removing("x-debug")),
                Arguments.of("limits", allow("r", "x.example").limit(Limit.OPEN_TUNNELS, 1)),
                Arguments.of("ech", allow("r", "x.example").ech(Ech.DENY)),
                Arguments.of("", allow("r", "x.example").ech(Ech.ALLOW)),
                Arguments.of(
                        "route rewrite-host",
                        route("r", "http://one.test", "x.example").rewriteHost("y.example")));
    }

    @ParameterizedTest(name = "needs {0}")
    @MethodSource("needs")
    void aDecisionNamesWhatTheNodeMustBeAbleToDo(String features, Draft rule) {
        var facts = request("a", "GET https://x.example/");
        var needed = compile(rule).judgeName(facts).needs(EnumSet.of(Feature.ALLOW));

        assertThat(needed.stream().map(Feature::label))
                .containsExactlyElementsOf(features.isEmpty() ? List.of() : List.of(features.split(" ", -1)));
    }

    @Test
    void inspectionIsAskedForWhenTlsIsSpokenAndNotBefore() {
        var matcher = compile(allow("go", "x.example").methods("GET"));
        var facts = connect("a", "x.example:443");
        var have = EnumSet.of(Feature.ALLOW, Feature.HTTP_CONDITIONS);

        assertThat(matcher.judgeName(facts).needs(have)).isEmpty();
        assertThat(matcher.judgeName(facts.speaking(Protocol.TLS)).needs(have)).isEqualTo(Set.of(Feature.INSPECT));
        assertThat(matcher.judgeName(facts.speaking(Protocol.HTTP)).needs(have)).isEmpty();
    }

    static List<Arguments> manners() {
        var base = allow("r", "x.example");
        return List.of(
                Arguments.of(base, allow("renamed", "**"), true),
                Arguments.of(base, allow("r", "x.example").limit(Limit.OPEN_TUNNELS, 1), true),
                Arguments.of(base, allow("r", "x.example").inspect(), false),
                Arguments.of(base, allow("r", "x.example").credential("key"), false),
                Arguments.of(base, allow("r", "x.example").speaking(Protocol.TLS), false),
                Arguments.of(base, route("r", "http://one.test", "x.example"), false),
                Arguments.of(base, deny("r", "x.example"), false),
                Arguments.of(base, ask("r", "x.example"), false));
    }

    @ParameterizedTest(name = "manner {index}: {2}")
    @MethodSource("manners")
    void theMannerIsVerdictInspectionRouteProtocolAndCredential(Draft one, Draft other, boolean same) {
        assertThat(tunnel(one).sameManner(tunnel(other))).isEqualTo(same);
    }
}
