package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.address;
import static io.tollhouse.contract.decision.Policies.addresses;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.host;
import static io.tollhouse.contract.decision.Policies.judge;
import static io.tollhouse.contract.decision.Policies.matcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.decision.Surroundings.Guarded;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a resolver answers is judged address by address. */
class AnswersTest {

    private static final String RULES = """
            rules:
              - {id: api, to: [api.example], action: allow}
              - {id: wiki, to: [wiki.example], action: allow, allowPrivate: [10.20.0.0/16]}
              - {id: route, to: [search.example], action: route, upstream: "http://upstream.example:8080"}
              - {id: local, to: [local.example], action: route, upstream: "http://127.0.0.1:8080"}
              - {id: no-net, to: [198.41.0.0/24, "2606:4700:dead::/48"], ports: any, action: deny, reason: "Closed network."}
              - {id: no-zone, to: [.tracker.example], ports: any, action: deny}
            """;

    private static final Matcher PLAIN = matcher(RULES);

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "api.example, 93.184.215.14, allow api",
        "api.example, 93.184.215.14 2606:4700::1, allow api",
        "api.example, ::ffff:93.184.215.14, allow api",
        "api.example, 10.0.0.5, deny builtin.private",
        "api.example, 93.184.215.14 10.0.0.5, deny builtin.private",
        "api.example, 10.0.0.5 93.184.215.14, deny builtin.private",
        "api.example, 93.184.215.14 169.254.169.254, deny builtin.metadata",
        "api.example, 10.20.3.4, deny builtin.private",
        "api.example, 192.31.196.1, deny builtin.reserved",
        "api.example, 198.41.0.1, deny no-net",
        "api.example, ::ffff:198.41.0.1, deny no-net",
        "api.example, 93.184.215.14 198.41.0.255, deny no-net",
        "api.example, 198.41.1.1, allow api",
        "api.example, 2606:4700:dead::1, deny no-net",
        "api.example, 198.41.0.1 10.0.0.1, deny builtin.private",
        "wiki.example, 10.20.3.4, allow wiki",
        "wiki.example, ::ffff:10.20.3.4, allow wiki",
        "wiki.example, 10.20.3.4 93.184.215.14, allow wiki",
        "wiki.example, 10.21.0.1, deny builtin.private",
        "wiki.example, 10.20.3.4 10.21.0.1, deny builtin.private",
        "wiki.example, 10.20.3.4 127.0.0.1, deny builtin.never",
        "wiki.example, fd00::1, deny builtin.private",
    })
    void oneBadAddressRefusesTheWhole(String name, String answer, String decision) {
        var judged = judge(PLAIN, connect("a", name + ":443"), answer);

        assertThat(brief(judged)).isEqualTo(decision);
        assertThat(judged.complete()).isTrue();
    }

    @Test
    void theReasonNamesTheAddressAndWhatItIs() {
        assertThat(judge(PLAIN, connect("a", "api.example:443"), "93.184.215.14 10.0.0.5")
                        .reason())
                .isEqualTo("api.example resolves to 10.0.0.5, a private network (RFC 1918)");
        assertThat(judge(PLAIN, connect("a", "api.example:443"), "198.41.0.9").reason())
                .isEqualTo("api.example resolves to 198.41.0.9: Closed network.");
        assertThat(PLAIN.judgeName(connect("a", "127.0.0.1:443")).reason())
                .isEqualTo("127.0.0.1 is loopback (RFC 1122)");
    }

    @ParameterizedTest(name = "alias {0}: {1}")
    @CsvSource({
        "cdn.example, allow api",
        "x.internal, deny builtin.private",
        "metadata.google.internal, deny builtin.metadata",
        "localhost, deny builtin.never",
        "a.tracker.example, deny no-zone",
        "tracker.example, deny no-zone",
    })
    void aliasesAreJudgedByBuiltInNamesAndDenyRulesOnly(String alias, String decision) {
        assertThat(brief(judge(PLAIN, connect("a", "api.example:443"), "93.184.215.14", host(alias))))
                .isEqualTo(decision);
    }

    @Test
    void noAddressAtAllLeavesTheDecisionIncomplete() {
        var facts = connect("a", "api.example:443");
        var byName = PLAIN.judgeName(facts);

        assertThat(PLAIN.judgeAddresses(facts, byName, List.of(), List.of()).complete())
                .isFalse();
    }

    @Test
    void aRefusalByNameStaysOneWhateverIsResolved() {
        assertThat(brief(judge(PLAIN, connect("a", "other.example:443"), "93.184.215.14")))
                .isEqualTo("deny builtin.default");
    }

    @Test
    void eachWayHasItsOwnPhase() {
        var allowed = connect("a", "api.example:80");
        var routed = connect("a", "search.example:80");

        assertThatThrownBy(() -> judge(PLAIN, routed, "93.184.215.14")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PLAIN.judgeUpstream(allowed, PLAIN.judgeName(allowed), addresses("93.184.215.14")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "an upstream at {0}: {1}, with loopback routes {2}")
    @CsvSource({
        "93.184.215.14, route route, route route",
        "10.0.0.9, route route, route route",
        "fd00::9, route route, route route",
        "127.0.0.1, deny builtin.never, route route",
        "::1, deny builtin.never, route route",
        "::ffff:127.0.0.1, deny builtin.never, route route",
        "::127.0.0.1, deny builtin.never, deny builtin.never",
        "0.0.0.0, deny builtin.never, deny builtin.never",
        "169.254.1.1, deny builtin.never, deny builtin.never",
        "169.254.169.254, deny builtin.metadata, deny builtin.metadata",
        "100.100.100.200, deny builtin.metadata, deny builtin.metadata",
        "192.31.196.1, deny builtin.reserved, deny builtin.reserved",
        "224.0.0.1, deny builtin.never, deny builtin.never",
        "10.0.0.9 169.254.169.254, deny builtin.metadata, deny builtin.metadata",
        "192.0.2.1, deny builtin.never, deny builtin.never",
    })
    void anUpstreamMayBePrivateAndNothingWorse(String answer, String plain, String withLoopback) {
        var facts = connect("a", "search.example:80");
        var loopback =
                matcher(RULES, new Surroundings(Set.of(address("127.0.0.1")), Set.of(), Set.of(), List.of(), true));

        for (var matcher : List.of(PLAIN, loopback)) {
            var judged = matcher.judgeUpstream(facts, matcher.judgeName(facts), addresses(answer));
            assertThat(brief(judged)).isEqualTo(matcher == PLAIN ? plain : withLoopback);
        }
    }

    @Test
    void aDenyForNetworksHoldsForUpstreamsToo() {
        var facts = connect("a", "search.example:80");

        assertThat(brief(PLAIN.judgeUpstream(facts, PLAIN.judgeName(facts), addresses("198.41.0.1"))))
                .isEqualTo("deny no-net");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "http://localhost:8080, deny builtin.never",
        "http://metadata:8080, deny builtin.metadata",
        "http://kafka.fleet.example:8080, deny builtin.self",
        "http://searxng:8080, route r",
        "http://search.internal:8080, route r",
    })
    void theNameOfAnUpstreamIsJudgedBeforeItIsResolved(String upstream, String decision) {
        var matcher = matcher(
                "rules: [{id: r, to: [search.example], action: route, upstream: '" + upstream + "'}]", fleet(false));

        assertThat(brief(matcher.judgeName(connect("a", "search.example:80")))).isEqualTo(decision);
    }

    private static Surroundings fleet(boolean loopbackRoutes) {
        return new Surroundings(
                Set.of(address("93.184.215.1"), address("127.0.0.1"), address("2606:4700::99")),
                Set.of(
                        new Guarded(address("93.184.215.2"), 9092),
                        new Guarded(address("93.184.215.3"), 0),
                        new Guarded(address("127.0.0.1"), 3128)),
                Set.of(host("kafka.fleet.example")),
                List.of(),
                loopbackRoutes);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "api.example:443, 93.184.215.1, deny builtin.self",
        "api.example:443, ::ffff:93.184.215.1, deny builtin.self",
        "api.example:443, 2606:4700::99, deny builtin.self",
        "api.example:9092, 93.184.215.2, deny builtin.self",
        "api.example:443, 93.184.215.2, allow any",
        "api.example:443, 93.184.215.3, deny builtin.self",
        "api.example:443, 93.184.215.14 93.184.215.3, deny builtin.self",
        "kafka.fleet.example:443, 93.184.215.14, deny builtin.self",
        "93.184.215.1:443, 93.184.215.1, deny builtin.self",
        "93.184.215.2:9092, 93.184.215.2, deny builtin.self",
        "127.0.0.1:443, 127.0.0.1, deny builtin.never",
        "127.0.0.1:3128, 127.0.0.1, deny builtin.self",
        "[::ffff:127.0.0.1]:3128, ::ffff:127.0.0.1, deny builtin.self",
        "api.example:443, 93.184.215.14, allow any",
    })
    void theFleetItselfIsNeverReached(String authority, String answer, String decision) {
        var matcher = matcher("rules: [{id: any, to: ['**', any-public-ip], ports: any, action: allow}]", fleet(false));

        assertThat(brief(judge(matcher, connect("a", authority), answer))).isEqualTo(decision);
    }

    @Test
    void anAliasThatIsAPartOfTheFleetIsRefused() {
        var matcher = matcher(RULES, fleet(false));

        assertThat(brief(judge(matcher, connect("a", "api.example:443"), "93.184.215.14", host("kafka.fleet.example"))))
                .isEqualTo("deny builtin.self");
    }

    @ParameterizedTest(name = "upstream {0} where routes may lead to loopback: {1}")
    @CsvSource({
        "http://127.0.0.1:18080, route r",
        "http://127.0.0.1:3128, deny builtin.self",
        "http://93.184.215.1:80, deny builtin.self",
        "http://93.184.215.2:9092, deny builtin.self",
        "http://93.184.215.2:80, route r",
    })
    void aLoopbackRouteStillMayNotLeadToWhereTheFleetListens(String upstream, String decision) {
        var matcher = matcher(
                "rules: [{id: r, to: [search.example], action: route, upstream: '" + upstream + "'}]", fleet(true));
        var facts = connect("a", "search.example:80");
        var byName = matcher.judgeName(facts);
        var route = Objects.requireNonNull(byName.route());

        var judged = matcher.judgeUpstream(facts, byName, addresses(route.host().text()));

        assertThat(brief(judged)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} behind a NAT64 prefix: {1}")
    @CsvSource({
        "64:ff9b::93.184.215.14, allow api",
        "64:ff9b::10.0.0.1, deny builtin.private",
        "64:ff9b::169.254.169.254, deny builtin.metadata",
        "64:ff9b::198.41.0.1, deny no-net",
        "2606:4700:64:5db8:d7:e00::, allow api",
        "2606:4700:64:a9fe:a9:fe00::, deny builtin.metadata",
        "64:ff9b:1::93.184.215.14, deny builtin.never",
        "2606:4700:65:a9fe:a9:fe00::, allow api",
    })
    void anAddressBehindAConfiguredNat64PrefixIsTheOneInside(String answer, String decision) throws MalformedHost {
        var nat64 = List.of(Cidr.parse("64:ff9b::/96"), Cidr.parse("2606:4700:64::/48"));
        var matcher = matcher(RULES, new Surroundings(Set.of(), Set.of(), Set.of(), nat64, false));

        assertThat(brief(judge(matcher, connect("a", "api.example:443"), answer)))
                .isEqualTo(decision);
    }

    @Test
    void lessStrictOpensReservedRangesOnly() {
        var matcher = matcher("strict: false\n" + RULES);

        assertThat(brief(judge(matcher, connect("a", "api.example:443"), "192.31.196.1 2606:4700::5efe:93.184.215.14")))
                .isEqualTo("allow api");
        assertThat(brief(judge(matcher, connect("a", "api.example:443"), "2606:4700::5efe:10.0.0.1")))
                .isEqualTo("deny builtin.private");
    }
}
