package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.addresses;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.matcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.policy.Route;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {

    private static final Matcher PATTERNS = matcher("""
            rules:
              - {id: exact, to: [x.example], action: allow}
              - {id: one, to: ["*.one.example"], action: allow}
              - {id: below, to: ["**.below.example"], action: allow}
              - {id: zone, to: [.zone.example], action: allow}
              - {id: address, to: [93.184.215.14, "2606:4700::1"], action: allow}
              - {id: network, to: [93.184.216.0/24], action: allow}
            """);

    @ParameterizedTest(name = "{0} is decided by {1}")
    @CsvSource({
        "x.example, exact",
        "X.Example., exact",
        "y.x.example, builtin.default",
        "xx.example, builtin.default",
        "x.example.org, builtin.default",
        "a.one.example, one",
        "a.b.one.example, builtin.default",
        "one.example, builtin.default",
        "aone.example, builtin.default",
        "a.below.example, below",
        "a.b.c.below.example, below",
        "below.example, builtin.default",
        "zone.example, zone",
        "a.zone.example, zone",
        "a.b.zone.example, zone",
        "azone.example, builtin.default",
        "93.184.215.14, address",
        "93.184.215.15, builtin.default",
        "[2606:4700::1], address",
        "[2606:4700:0::0:1], address",
        "[::ffff:93.184.215.14], address",
        "93.184.216.1, network",
        "93.184.217.1, builtin.default",
        "93.184.216.1.example, builtin.default",
    })
    void everyPatternMatchesWhatItSaysAndNothingMore(String host, String rule) {
        assertThat(PATTERNS.judgeName(connect("a", host + ":443")).rule()).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "example.org, allow names",
        "a.b.example.org, allow names",
        "93.184.215.14, allow literals",
        "[2606:4700::1], allow literals",
        "10.0.0.1, deny builtin.private",
        "192.31.196.1, deny builtin.reserved",
        "127.0.0.1, deny builtin.never",
        "[fd00::1], deny builtin.private",
    })
    void anyNameIsNoLiteralAndAnyPublicIpNoPrivateOne(String host, String decision) {
        var matcher = matcher("""
                rules:
                  - {id: names, to: ["**"], action: allow}
                  - {id: literals, to: [any-public-ip], action: allow}
                """);

        assertThat(brief(matcher.judgeName(connect("a", host + ":443")))).isEqualTo(decision);
    }

    @ParameterizedTest(name = "port {0}: {1}")
    @CsvSource({
        "80, web",
        "443, web",
        "8080, builtin.default",
        "25, builtin.port",
        "24, range",
        "26, range",
        "1, any",
        "65535, any",
    })
    void portsAreThoseOfTheRule(int port, String rule) {
        var host = rule.startsWith("builtin") ? (port == 25 ? "any" : "web") : rule;
        var matcher = matcher("""
                rules:
                  - {id: web, to: [web.example], action: allow}
                  - {id: range, to: [range.example], ports: [20-30, 8000-8100], action: allow}
                  - {id: any, to: [any.example], ports: any, action: allow}
                """);

        assertThat(matcher.judgeName(connect("a", host + ".example:" + port)).rule())
                .isEqualTo(rule);
    }

    @ParameterizedTest(name = "ports {0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "any; deny builtin.port",
                "[20-30]; deny builtin.port",
                "[1-65535]; deny builtin.port",
                "[25]; allow mail",
                "[25, 443]; allow mail",
                "[20-30, 25]; allow mail",
                "[443]; deny builtin.port",
            })
    void onlyItsOwnNumberOpensPort25(String ports, String decision) {
        var matcher = matcher("rules: [{id: mail, to: [mail.example], ports: " + ports + ", action: allow}]");

        assertThat(brief(matcher.judgeName(connect("a", "mail.example:25")))).isEqualTo(decision);
    }

    @Test
    void aDenyOfAnyPortIsAboutPort25Too() {
        var matcher = matcher("""
                rules:
                  - {id: mail, to: [mail.example], ports: [25], action: allow}
                  - {id: no, to: [.example], ports: any, action: deny}
                """);

        assertThat(brief(matcher.judgeName(connect("a", "mail.example:25")))).isEqualTo("deny no");
    }

    @Test
    void aStandingRefusalIsTheAnswerToEverythingUntilThePolicyIsAskedItself() {
        var matcher = matcher("rules: [{id: yes, to: [a.example], action: allow}]");
        var refusing = matcher.refusingAll(Verdict.DENY, BuiltIn.LOCKDOWN, "nothing goes out");

        for (var host : List.of("a.example:443", "b.example:443", "127.0.0.1:80")) {
            var facts = connect("a", host);
            var decision = refusing.judgeName(facts);
            assertThat(brief(decision)).isEqualTo("deny builtin.lockdown");
            assertThat(decision.complete()).isTrue();
            assertThat(decision.revision()).isEqualTo(7);
            assertThat(refusing.judgeAddresses(facts, decision, addresses("93.184.215.14"), List.of()))
                    .isEqualTo(decision);
            assertThat(refusing.judgeUpstream(facts, decision, addresses("10.0.0.1")))
                    .isEqualTo(decision);
        }
        assertThat(brief(matcher.judgeName(connect("a", "a.example:443")))).isEqualTo("allow yes");
    }

    @Test
    void aVerdictThatLetsSomethingThroughIsNoStandingRefusal() {
        var matcher = matcher("rules: []");

        assertThatThrownBy(() -> matcher.refusingAll(Verdict.ALLOW, BuiltIn.STALE, "no"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final String AGENTS = """
            agents:
              - {name: "*", labels: {kind: agent}}
              - {name: "research-*", labels: {team: research}}
              - {name: research-9, labels: {team: retired}}
              - {name: ci, labels: {team: ci, trust: high}}
            """;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{agent: research-1}; research-1",
                "{agent: [research-1, ci]}; research-1 ci",
                "{agent: 'research-*'}; research-1 research-9",
                "{agent: '*-9'}; research-9",
                "{agent: '*'}; research-1 research-9 ci other",
                "{team: research}; research-1",
                "{team: [research, ci]}; research-1 ci",
                "{team: ci, trust: high}; ci",
                "{team: ci, trust: low}; ''",
                "{agent: 'research-*', team: retired}; research-9",
                "{kind: agent}; research-1 research-9 ci other",
                "{team: nobody}; ''",
            })
    void aRuleIsForWhomItsSelectorNames(String selector, String agents) {
        var matcher = matcher(AGENTS + "rules: [{id: r, for: " + selector + ", to: [x.example], action: allow}]");

        for (var agent : new String[] {"research-1", "research-9", "ci", "other"}) {
            var expected = (" " + agents + " ").contains(" " + agent + " ");
            assertThat(matcher.judgeName(connect(agent, "x.example:443")).letsThrough())
                    .as(agent)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theMoreSpecificNameGivesTheLabel() {
        var matcher = matcher(AGENTS);

        assertThat(matcher.labelsOf("research-9"))
                .containsEntry("team", "retired")
                .containsEntry("kind", "agent");
        assertThat(matcher.labelsOf("research-1")).containsEntry("team", "research");
        assertThat(matcher.labelsOf("nobody")).containsOnlyKeys("kind");
    }

    /** Two rules, one to `a.b.example` by route a, one by route b: the first must decide. */
    @ParameterizedTest(name = "{0} before {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "to: [a.b.example] | to: ['*.b.example']",
                "to: [.a.b.example], for: {agent: ci} | to: [a.b.example]",
                "to: ['*.b.example'] | to: ['**.b.example']",
                "to: ['*.b.example'] | to: [.b.example]",
                "to: ['**.b.example'] | to: ['**.example']",
                "to: [.b.example] | to: [.example]",
                "to: ['**.b.example'] | to: ['*.example']",
                "to: ['**.example'] | to: ['**']",
                "to: ['*.b.example'], ports: any | to: ['**.b.example'], for: {agent: ci}, ports: [443]",
                "to: ['**'], for: {agent: ci} | to: ['**'], for: {agent: 'c*'}",
                "to: ['**'], for: {agent: 'ci*'} | to: ['**'], for: {agent: 'c*'}",
                "to: ['**'], for: {agent: 'c*'} | to: ['**'], for: {team: ci, trust: high}",
                "to: ['**'], for: {agent: 'c*', team: ci} | to: ['**'], for: {agent: 'c*'}",
                "to: ['**'], for: {team: ci, trust: high} | to: ['**'], for: {team: ci}",
                "to: ['**'], for: {team: ci} | to: ['**']",
                "to: ['**'], for: {team: ci}, ports: any | to: ['**'], ports: [443]",
                "to: ['**'], ports: [443] | to: ['**']",
                "to: ['**'] | to: ['**'], ports: [443, 8000-8100]",
                "to: ['**'], ports: [400-500] | to: ['**'], ports: any",
            })
    void theMoreSpecificRuleDecidesInEitherOrder(String strong, String weak) {
        assertDecides("a.b.example:443", strong, weak);
    }

    @ParameterizedTest(name = "{0} before {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "to: [93.184.215.14] | to: [93.184.215.0/24]",
                "to: [93.184.215.0/24] | to: [93.184.0.0/16], for: {agent: ci}",
                "to: [93.0.0.0/8] | to: [any-public-ip]",
                "to: [0.0.0.0/0] | to: [any-public-ip]",
                "to: [any-public-ip], for: {agent: ci} | to: [any-public-ip]",
            })
    void theLongerNetworkDecidesInEitherOrder(String strong, String weak) {
        assertDecides("93.184.215.14:443", strong, weak);
    }

    private static void assertDecides(String authority, String strong, String weak) {
        var one = "  - {id: strong, action: route, upstream: 'http://a', " + strong + "}\n";
        var other = "  - {id: a-weak, action: route, upstream: 'http://b', " + weak + "}\n";

        for (var rules : new String[] {one + other, other + one}) {
            var decision = matcher(AGENTS + "rules:\n" + rules).judgeName(connect("ci", authority));
            assertThat(brief(decision)).isEqualTo("route strong");
        }
    }

    @Test
    void listsResolvedIntoManyRulesAreBounded() {
        var text = new StringBuilder("lists:\n  a: [");
        for (int i = 0; i < 2_000; i++) {
            text.append("h").append(i).append(".example, ");
        }
        text.append("x.example]\nrules:\n");
        for (int i = 0; i < 101; i++) {
            text.append("  - {id: r").append(i).append(", to: [\"list:a\"], action: deny}\n");
        }
        var policy = Policies.policy(text.toString());

        assertThatThrownBy(() -> Matcher.compile(policy, 1, "", Surroundings.none()))
                .hasMessage("test.yaml:105:5: rules[99]: rule r99 has the host after 200000 in all rules together,"
                        + " lists resolved: too many");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "to: [x.example] | to: [x.example]",
                "to: [x.example] | to: [.x.example]",
                "to: ['**.x.example'] | to: [.x.example]",
                "to: [y.example, x.example] | to: [z.example, x.example]",
                "to: [x.example], ports: [443, 80] | to: [x.example]",
                "to: [x.example], ports: [443, 8443] | to: [x.example]",
                "to: [10.0.0.0/8] | to: [10.0.0.0/8]",
                "to: ['**'], for: {team: ci} | to: ['**'], for: {trust: high}",
                "to: ['**'], for: {team: [ci, a]} | to: ['**'], for: {team: [b, ci]}",
                "to: ['**'], for: {agent: 'c*x'} | to: ['**'], for: {agent: 'cx*'}",
                "to: ['**'], for: {agent: [a, ci]} | to: ['**'], for: {agent: [ci, b]}",
            })
    void twoRulesThatAreEquallySpecificAndDifferDoNotCompile(String one, String other) {
        var policy = Policies.policy(AGENTS + "rules:\n  - {id: one, action: allow, " + one
                + "}\n  - {id: other, action: route, upstream: 'http://b', " + other + "}\n");

        assertThatThrownBy(() -> Matcher.compile(policy, 1, "", Surroundings.none()))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageStartingWith(
                        "test.yaml:10:5: rules[1]: rule other is as specific as rule one (line 9) for ");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "to: [x.example] | to: [y.example]",
                "to: [x.example], ports: [443] | to: [x.example], ports: [80]",
                "to: ['**'], for: {team: ci} | to: ['**'], for: {team: research}",
                "to: ['**'], for: {agent: a} | to: ['**'], for: {agent: b}",
                "to: ['**'], for: {agent: 'a*'} | to: ['**'], for: {agent: 'b*'}",
                "to: ['**'], for: {agent: 'ab*'} | to: ['**'], for: {agent: 'a*'}",
                "to: ['*.x.example'] | to: ['**.x.example']",
                "to: ['**'] | to: [any-public-ip]",
            })
    void rulesThatCannotMeetOrAreRankedDo(String one, String other) {
        var matcher = matcher(AGENTS + "rules:\n  - {id: one, action: allow, " + one
                + "}\n  - {id: other, action: route, upstream: 'http://b', " + other + "}\n");

        assertThat(matcher.policyName()).isEqualTo("test");
    }

    @Test
    void entriesOfAgentsThatContradictEachOtherDoNotCompile() {
        var policy = Policies.policy("""
                agents:
                  - {name: "a-*", labels: {team: a, x: y}}
                  - {name: "*-b", labels: {team: b, x: y}}
                """);

        assertThatThrownBy(() -> Matcher.compile(policy, 1, "", Surroundings.none()))
                .hasMessage(
                        "test.yaml:5:5: agents[1]: gives the label team another value than the entry at line 4, which is"
                                + " as specific; make one name more specific");
    }

    @Test
    void aDenyStandsAboveEveryAllowHoweverSpecific() {
        var matcher = matcher("""
                rules:
                  - {id: yes, for: {agent: ci}, to: [x.bad.example], ports: [443], action: allow}
                  - {id: no, to: [.bad.example], action: deny, reason: "Closed.", suggestion: "Use the mirror."}
                """);

        var decision = matcher.judgeName(connect("ci", "x.bad.example:443"));

        assertThat(brief(decision)).isEqualTo("deny no");
        assertThat(decision.reason()).isEqualTo("Closed.");
        assertThat(decision.suggestion()).isEqualTo("Use the mirror.");
        assertThat(decision.complete()).isTrue();
        assertThat(decision.policy()).isEqualTo("test");
        assertThat(decision.revision()).isEqualTo(7);
    }

    @Test
    void aRouteCarriesItsUpstreamAndIsNotCompleteBeforeThatIsJudged() throws Exception {
        var matcher = matcher("""
                rules:
                  - {id: search, to: [search.internal], ports: [80], action: route, upstream: "http://searxng:8080"}
                """);

        var facts = connect("a", "search.internal:80");
        var byName = matcher.judgeName(facts);

        assertThat(byName.route()).isEqualTo(Route.parse("http://searxng:8080"));
        assertThat(byName.complete()).isFalse();
        assertThat(matcher.judgeUpstream(facts, byName, Policies.addresses("10.0.0.9"))
                        .complete())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "search.internal, allow exact",
        "x.search.internal, deny builtin.private",
        "wiki.internal, deny builtin.private",
        "a.wiki.internal, deny builtin.private",
        "printer.local, deny builtin.private",
        "intranet, allow exact",
        "metadata, deny builtin.metadata",
        "metadata.google.internal, deny builtin.metadata",
        "localhost, deny builtin.never",
        "x.localhost, deny builtin.never",
    })
    void privateNamesAreOpenedByARuleThatNamesThemExactlyAndNoOther(String host, String decision) {
        var matcher = matcher("""
                rules:
                  - {id: exact, to: [search.internal, intranet, metadata, metadata.google.internal, localhost], action: allow}
                  - {id: zones, to: [.wiki.internal, "**.local", "**"], action: allow}
                """);

        assertThat(brief(matcher.judgeName(connect("a", host + ":443")))).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "10.20.0.1, allow lan",
        "10.20.255.255, allow lan",
        "10.21.0.1, deny builtin.private",
        "10.19.255.255, deny builtin.private",
        "192.168.1.1, deny builtin.private",
        "100.64.0.1, allow lan",
        "100.100.100.200, deny builtin.metadata",
        "[fd00::1], allow lan",
        "[fd00:ec2::254], deny builtin.metadata",
        "[::ffff:10.20.0.1], allow lan",
        "[fd00::5efe:10.20.0.1], allow lan",
        "[fd00::5efe:10.21.0.1], deny builtin.private",
        "[fd00::5efe:169.254.169.254], deny builtin.metadata",
    })
    void aPrivateLiteralNeedsARuleForItAndItsNetworkOpened(String host, String decision) {
        var matcher = matcher("""
                strict: false
                rules:
                  - id: lan
                    to: [10.0.0.0/8, 192.168.0.0/16, 100.64.0.0/10, "fd00::/8"]
                    action: allow
                    allowPrivate: [10.20.0.0/16, 100.64.0.0/10, "fd00::/8"]
                """);

        assertThat(brief(matcher.judgeName(connect("a", host + ":443")))).isEqualTo(decision);
    }

    @Test
    void aNodeWithoutPolicyRefuses() {
        assertThat(brief(Matcher.noPolicy())).isEqualTo("unavailable builtin.no-policy");
        assertThat(Matcher.noPolicy().complete()).isTrue();
    }

    @Test
    void theMannerOfADecisionIsItsVerdictAndItsRoute() {
        var one = matcher("rules: [{id: a, to: ['**'], action: route, upstream: 'http://a'}]");
        var renamed = matcher("rules: [{id: b, to: ['**'], action: route, upstream: 'http://a:80'}]");
        var moved = matcher("rules: [{id: a, to: ['**'], action: route, upstream: 'tcp://a:80'}]");
        var allowed = matcher("rules: [{id: a, to: ['**'], action: allow}]");
        var facts = connect("a", "x.example:80");

        assertThat(one.judgeName(facts).sameManner(renamed.judgeName(facts))).isTrue();
        assertThat(one.judgeName(facts).sameManner(moved.judgeName(facts))).isFalse();
        assertThat(one.judgeName(facts).sameManner(allowed.judgeName(facts))).isFalse();
        assertThat(allowed.judgeName(facts).sameManner(allowed.judgeName(facts)))
                .isTrue();
    }
}
