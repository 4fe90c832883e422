package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Draft.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.DnsType;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a policy is said to exceed its maximum. */
class ExceedsTest {
    private static final String FIX = "; narrow the rule, or have the maximum raised";
    private static final String[] NOTHING = {};

    private static String[] by(String what) {
        return new String[] {"rule go exceeds maximum test by " + what + FIX};
    }

    private static List<Draft> bound(Draft... rules) {
        return List.of(rules);
    }

    static List<Arguments> hosts() {
        return List.of(
                Arguments.of(NOTHING, allow("go", "a.example", "*.b.example"), bound(allow("most", "**"))),
                Arguments.of(NOTHING, allow("go", ".x.example"), bound(allow("most", ".x.example"))),
                Arguments.of(
                        by(".x.example: none of its rules allows that host"),
                        allow("go", ".x.example"),
                        bound(allow("most", "**.x.example"))),
                Arguments.of(
                        by("a.test, b.test, c.test and 1 more: none of its rules allows that host"),
                        allow("go", "a.test", "b.test", "x.example", "c.test", "d.test"),
                        bound(allow("most", "**.example"))),
                Arguments.of(
                        by("**: none of its rules allows that host"),
                        ask("go", "**"),
                        bound(allow("most", "**.example"))),
                Arguments.of(
                        by("a.test: none of its rules allows that host"),
                        route("go", "http://mirror.test", "a.test"),
                        bound(allow("most", "**.example"))),
                Arguments.of(NOTHING, allow("go", "10.1.0.0/16"), bound(allow("most", "10.0.0.0/8"))),
                Arguments.of(
                        by("any-public-ip: none of its rules allows that host"),
                        allow("go", "any-public-ip"),
                        bound(allow("most", "8.0.0.0/8"))),
                Arguments.of(NOTHING, allow("go", "**"), bound(allow("most", "**"), deny("no", "paste.example"))),
                Arguments.of(
                        by("a.paste.example: its rule no denies that"),
                        allow("go", "a.paste.example"),
                        bound(allow("most", "**"), deny("no", ".paste.example"))),
                Arguments.of(NOTHING, deny("go", "a.test"), bound(allow("most", "**.example"))),
                Arguments.of(NOTHING, allow("go", "a.test").report(), bound(allow("most", "**.example"))));
    }

    static List<Arguments> others() {
        var most = allow("most", "**");
        return List.of(
                Arguments.of(
                        by("agent b1: its rule most is for other agents"),
                        allow("go", "x.test").agent("a1", "b1"),
                        bound(allow("most", "**").agent("a*"))),
                Arguments.of(
                        by("agent *: its rule most is for other agents"),
                        allow("go", "x.test"),
                        bound(allow("most", "**").agent("a*"))),
                Arguments.of(
                        NOTHING,
                        allow("go", "x.test").agent("a1*"),
                        bound(allow("most", "**").agent("a*"))),
                Arguments.of(
                        by("protocol tls: its rules most, more are for other protocols"),
                        allow("go", "x.test"),
                        bound(
                                allow("most", "**").speaking(Protocol.HTTP),
                                allow("more", ".test").speaking(Protocol.HTTP))),
                Arguments.of(
                        by("port 22: its rule most is for other ports"),
                        allow("go", "x.test").ports(443, 22),
                        bound(most)),
                Arguments.of(
                        by("ports 1-65535: its rule most is for other ports"),
                        allow("go", "x.test").ports(),
                        bound(most)),
                Arguments.of(
                        NOTHING,
                        allow("go", "x.test").ports(22),
                        bound(allow("most", "**").ports())),
                Arguments.of(
                        by("port 25: its rule most is for other ports"),
                        allow("go", "x.test").ports(25),
                        bound(allow("most", "**").ports())),
                Arguments.of(
                        by("http for x.test: its rule most has conditions that it lacks"),
                        allow("go", "x.test"),
                        bound(allow("most", "**").methods("GET"))),
                Arguments.of(
                        NOTHING,
                        allow("go", "x.test").methods("GET").paths("/a/b", "/a/c/**"),
                        bound(allow("most", "**").methods("GET", "HEAD").paths("/a/**"))),
                Arguments.of(
                        by("http for x.test: its rule narrow has conditions that it lacks"),
                        allow("go", "x.test"),
                        bound(most, allow("narrow", "*.test").methods("GET"))),
                Arguments.of(
                        NOTHING,
                        allow("go", "x.test"),
                        bound(allow("most", "x.test"), allow("broad", "**").methods("GET"))),
                Arguments.of(
                        by("allowPrivate for x.test: its rule most opens less"),
                        allow("go", "x.test").opening("10.0.0.0/8"),
                        bound(allow("most", "**").opening("10.1.0.0/16"))),
                Arguments.of(
                        by("expires for x.test: its rule most ends before it"),
                        allow("go", "x.test"),
                        bound(allow("most", "**").expires(Policies.NOW))),
                Arguments.of(
                        NOTHING,
                        allow("go", "x.test").expires(Policies.NOW),
                        bound(allow("most", "**").expires(Policies.NOW))),
                Arguments.of(
                        by("types for x.test: its rule most is for other types of questions"),
                        allow("go", "x.test").speaking(Protocol.DNS).types(DnsType.TXT),
                        bound(allow("most", "**").speaking(Protocol.DNS))));
    }

    @ParameterizedTest(name = "pair {index}: {0}")
    @MethodSource({"hosts", "others"})
    void eachExcessIsNamedWithTheRuleOfTheMaximumThatIsNearest(String[] messages, Draft rule, List<Draft> maximum)
            throws InvalidDocument {
        var bound = Draft.maximum(maximum.toArray(Draft[]::new));
        var matcher = Matcher.compile(Draft.policy(rule), bound, 1, "", Surroundings.none());

        assertThat(matcher.exceeds()).extracting(Problem::message).containsExactly(messages);
    }

    @Test
    void labelsAreThoseOfTheMaximum() throws InvalidDocument {
        var agents = List.of(
                Draft.agent("a", Map.of("team", "red"), Mode.ENFORCE),
                Draft.agent("b", Map.of("team", "red"), Mode.ENFORCE));
        var policy = Draft.policy(Mode.ENFORCE, agents, allow("go", "x.test").label("team", "red"));
        var bound = Draft.policy(
                io.tollhouse.contract.policy.Policy.Kind.MAXIMUM,
                Mode.ENFORCE,
                agents.subList(0, 1),
                List.of(allow("most", "**").label("team", "red").rule()));

        assertThat(Matcher.compile(policy, bound, 1, "", Surroundings.none()).exceeds())
                .extracting(Problem::message)
                .containsExactly(by("agent b: its rule most is for other agents"));
    }
}
