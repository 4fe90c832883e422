package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Draft.route;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.Limit;
import io.tollhouse.contract.policy.Mode;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.policy.Protocol;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No policy exceeds its maximum. */
class MaximumTest {
    private static final Policy POLICY = Draft.policy(
            allow("all", "**", "any-public-ip"),
            allow("lan", "10.0.0.0/8").opening("10.0.0.0/8"),
            allow("wiki", "wiki.example").opening("10.0.0.0/8"),
            ask("q", "ask.example", "beyond.test"),
            deny("no", "no.example"),
            route("to", "http://one.test", "search.example", "search.test"));

    private static Matcher within(Draft... maximum) {
        try {
            return Matcher.compile(POLICY, Draft.maximum(maximum), 1, "", Surroundings.none());
        } catch (InvalidDocument e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "x.example:443, allow all",
        "x.test:443, deny maximum.default",
        "closed.example:443, deny maximum.closed",
        "no.example:443, deny no",
        "ask.example:443, ask builtin.ask",
        "beyond.test:443, deny maximum.default",
        "search.example:443, route to",
        "search.test:443, deny maximum.default",
        "169.254.169.254:443, deny builtin.metadata",
        "8.8.8.8:443, deny maximum.default",
        "10.1.0.1:443, allow lan",
        "10.2.0.1:443, deny maximum.lan",
    })
    void itStandsBetweenBuiltInDeniesAndThePolicy(String to, String decision) {
        var matcher = within(
                allow("most", "**.example"),
                allow("lan", "10.0.0.0/8").opening("10.1.0.0/16"),
                deny("closed", "closed.example", "no-such.test"));

        assertThat(brief(matcher.judgeName(connect("a", to)))).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "wiki.example, 10.1.0.1, allow wiki",
        "wiki.example, 10.2.0.1, deny maximum.most",
        "x.example, 8.8.8.8, allow all",
        "x.example, 192.0.78.1, deny maximum.closed",
    })
    void itsDeniesAndOpeningsHoldForAddressesToo(String host, String address, String decision) {
        var matcher = within(allow("most", "**.example").opening("10.1.0.0/16"), deny("closed", "192.0.78.0/24"));

        assertThat(brief(Policies.judge(matcher, connect("a", host + ":443"), address)))
                .isEqualTo(decision);
    }

    @Test
    void itsConditionsLimitsAndInspectionHoldToo() {
        var matcher = within(allow("most", "**").methods("GET").limit(Limit.REQUESTS_PER_MINUTE, 9));

        assertThat(brief(matcher.judgeName(request("a", "GET http://x.example/"))))
                .isEqualTo("allow all");
        assertThat(brief(matcher.judgeName(request("a", "PUT http://x.example/"))))
                .isEqualTo("deny maximum.default");
        var manner = matcher.judgeName(connect("a", "x.example:443")).manner();
        assertThat(manner.inspect()).isTrue();
        assertThat(manner.limits().of(Limit.REQUESTS_PER_MINUTE)).hasValue(9);
    }

    @Test
    void itNarrowsWhatIsSpoken() {
        var matcher = within(allow("most", "**").speaking(Protocol.TLS));

        assertThat(matcher.judgeName(connect("a", "x.example:443")).manner().protocols())
                .containsExactly(Protocol.TLS);
        assertThat(brief(matcher.judgeName(request("a", "GET http://x.example/"))))
                .isEqualTo("deny maximum.default");
    }

    @Test
    void aPolicyCannotGiveItselfTheLabelsOfItsMaximum() throws InvalidDocument {
        var agents = List.of(Draft.agent("a", Map.of("team", "red"), Mode.ENFORCE));
        var policy = Draft.policy(Mode.ENFORCE, agents, allow("all", "**"));
        var maximum = Draft.maximum(allow("red", "**").label("team", "red"));
        var matcher = Matcher.compile(policy, maximum, 1, "", Surroundings.none());

        assertThat(brief(matcher.judgeName(connect("a", "x.example:443")))).isEqualTo("deny maximum.default");
    }
}
