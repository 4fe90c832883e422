package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Policies.NOW;
import static io.tollhouse.contract.decision.Policies.addresses;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static io.tollhouse.contract.decision.Policies.host;
import static io.tollhouse.contract.decision.Policies.judge;
import static io.tollhouse.contract.decision.Policies.matcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.overlay.Kill;
import io.tollhouse.contract.overlay.KillTarget;
import io.tollhouse.contract.overlay.Overlay;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillsTest {
    private static final Matcher POLICY = matcher("""
            rules:
              - {id: a, to: [a.test, .zone.test, 192.0.2.9, "2001:db8::9"], action: allow}
              - {id: wide, to: ["**"], action: allow}
              - {id: no, to: [no.test], action: deny}
              - {id: search, to: [search.test], action: route, upstream: "http://engine.test:8080"}
            """);

    /** {@code agent=x destination=y rule=z node=n}, of what there is. */
    private static KillTarget target(String text) {
        var parts = Arrays.stream(text.split(" ", -1))
                .map(part -> part.split("=", 2))
                .toList();
        return KillTarget.parse(
                part(parts, "agent"), part(parts, "destination"), part(parts, "rule"), part(parts, "node"));
    }

    private static @Nullable String part(List<String[]> parts, String name) {
        return parts.stream()
                .filter(part -> part[0].equals(name))
                .map(part -> part[1])
                .findFirst()
                .orElse(null);
    }

    private static Kill kill(String id, String target, @Nullable Instant until) {
        return new Kill(id, target(target), NOW.minusSeconds(60), until, "admin", "");
    }

    private static Matcher under(Kill... kills) {
        return POLICY.under(new Overlay("1-abc", List.of(kills)), "n-1");
    }

    @ParameterizedTest(name = "{0} against {1} asking for {2}: {3}")
    @CsvSource({
        "agent=r-1,                    r-1, a.test:443,        deny builtin.kill",
        "agent=r-*,                    r-1, a.test:443,        deny builtin.kill",
        "agent=r-1,                    r-2, a.test:443,        allow a",
        "agent=r-1,                    R-1, a.test:443,        allow a",
        "destination=a.test,           r-1, a.test:443,        deny builtin.kill",
        "destination=A.Test.,          r-1, a.test:443,        deny builtin.kill",
        "destination=a.test,           r-1, b.a.test:443,      allow wide",
        "destination=.zone.test,       r-1, zone.test:443,     deny builtin.kill",
        "destination=.zone.test,       r-1, x.y.zone.test:80,  deny builtin.kill",
        "destination=*.zone.test,      r-1, y.zone.test:80,    deny builtin.kill",
        "destination=*.zone.test,      r-1, x.y.zone.test:80,  allow a",
        "destination=**.zone.test,     r-1, x.y.zone.test:80,  deny builtin.kill",
        "destination=**.zone.test,     r-1, zone.test:80,      allow a",
        "destination=**.zone.test,     r-1, notzone.test:80,   allow wide",
        "destination=**,               r-1, a.test:443,        deny builtin.kill",
        "destination=**,               r-1, 192.0.2.9:443,     deny builtin.never",
        "destination=192.0.2.0/24,     r-1, 192.0.2.9:443,     deny builtin.kill",
        "destination=192.0.2.0/24,     r-1, '[::ffff:192.0.2.9]:443', deny builtin.kill",
        "destination=192.0.2.0/24,     r-1, '[64:ff9b::c000:209]:443', deny builtin.kill",
        "rule=a,                       r-1, a.test:443,        deny builtin.kill",
        "rule=a,                       r-1, b.test:443,        allow wide",
        "rule=no,                      r-1, no.test:443,       deny no",
        "rule=search,                  r-1, search.test:80,    deny builtin.kill",
        "destination=search.test,      r-1, search.test:80,    deny builtin.kill",
        "destination=engine.test,      r-1, search.test:80,    deny builtin.kill",
        "node=n-1,                     r-1, a.test:443,        deny builtin.kill",
        "node=n-2,                     r-1, a.test:443,        allow a",
        "agent=r-1 rule=a,             r-1, a.test:443,        deny builtin.kill",
        "agent=r-1 rule=a,             r-1, b.test:443,        allow wide",
        "agent=r-1 rule=a,             r-2, a.test:443,        allow a",
        "rule=a node=n-2,              r-1, a.test:443,        allow a",
        "agent=r-1,                    r-1, 169.254.169.254:80, deny builtin.kill",
    })
    void aKillStopsWhatItsTargetNamesAndNothingElse(String target, String agent, String to, String expected) {
        assertThat(brief(under(kill("k-1", target, null)).judgeName(connect(agent, to))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} against an answer of {1}: {2}")
    @CsvSource({
        "destination=8.8.8.0/24,  1.1.1.1,          allow wide",
        "destination=8.8.8.0/24,  8.8.8.8,          deny builtin.kill",
        "destination=8.8.8.0/24,  1.1.1.1 8.8.8.8,  deny builtin.kill",
        "destination=any-public-ip, 8.8.8.8,        deny builtin.kill",
        "destination=8.8.8.8,     10.0.0.1 8.8.8.8, deny builtin.kill",
        "rule=wide destination=8.8.8.8, 8.8.8.8,    deny builtin.kill",
        "rule=a destination=8.8.8.8,    8.8.8.8,    allow wide",
        "agent=r-2 destination=8.8.8.8, 8.8.8.8,    allow wide",
    })
    void anAddressIsStoppedBehindAnyName(String target, String answer, String expected) {
        assertThat(brief(judge(under(kill("k-1", target, null)), connect("r-1", "b.test:443"), answer)))
                .isEqualTo(expected);
    }

    @Test
    void anAliasIsStoppedAndSoIsTheAddressOfARoute() {
        var alias = under(kill("k-1", "destination=.cdn.test", null));
        var upstream = under(kill("k-1", "destination=10.1.0.0/16", null));
        var routed = connect("r-1", "search.test:80");

        assertThat(brief(judge(alias, connect("r-1", "b.test:443"), "8.8.8.8", host("x.cdn.test"))))
                .isEqualTo("deny builtin.kill");
        assertThat(brief(upstream.judgeUpstream(routed, upstream.judgeName(routed), addresses("10.1.2.3"))))
                .isEqualTo("deny builtin.kill");
        assertThat(brief(upstream.judgeUpstream(routed, upstream.judgeName(routed), addresses("10.2.2.3"))))
                .isEqualTo("route search");
    }

    @Test
    void aKillHoldsUpToItsEndAndNotAtIt() {
        var matcher = under(kill("k-1", "agent=r-1", NOW.plusMillis(1)));
        var facts = connect("r-1", "a.test:443");

        assertThat(brief(matcher.judgeName(facts))).isEqualTo("deny builtin.kill");
        assertThat(brief(matcher.judgeName(facts.withAt(NOW.plusMillis(1))))).isEqualTo("allow a");
        assertThat(matcher.overlay().changesAfter(NOW)).contains(NOW.plusMillis(1));
        assertThat(matcher.overlay().changesAfter(NOW.plusMillis(1))).isEmpty();
    }

    @Test
    void aRefusalNamesTheKillAndNotWhyItWasOrdered() {
        var secret = new Kill("k-7", target("agent=r-1"), NOW, null, "admin", "suspected of theft");
        var decision =
                POLICY.under(new Overlay("1-abc", List.of(secret)), "n-1").judgeName(connect("r-1", "a.test:443"));

        assertThat(decision.reason()).isEqualTo("stopped by an operator (k-7)");
    }

    @Test
    void theNextOverlayReplacesTheOneBeforeAndALockdownStandsAboveBoth() {
        var killed = under(kill("k-1", "agent=r-1", null));
        var facts = connect("r-1", "a.test:443");
        var locked = killed.refusingAll(Verdict.DENY, BuiltIn.LOCKDOWN, "closed");

        assertThat(brief(locked.judgeName(facts))).isEqualTo("deny builtin.lockdown");
        assertThat(brief(killed.under(Overlay.nothing(), "n-1").judgeName(facts)))
                .isEqualTo("allow a");
        assertThat(killed.overlay().id()).isEqualTo("1-abc");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "agent=r 1,              agent: must be letters",
        "agent='',               agent: must be letters",
        "destination=a_*.test,   destination: has a star elsewhere",
        "destination=10.0.0.1/8, destination: has bits behind its length",
        "destination=http://a,   destination: is a URL",
        "rule=R,                 rule: must be lower-case",
        "node=n_1,               node: must be lower-case",
    })
    void aTargetThatCannotBeReadSaysWhichPartOfItIsWrong(String target, String message) {
        var parts = target.split("=", 2);
        var value = parts[1].equals("''") ? "" : parts[1];
        assertThatThrownBy(() -> KillTarget.parse(
                        parts[0].equals("agent") ? value : null,
                        parts[0].equals("destination") ? value : null,
                        parts[0].equals("rule") ? value : null,
                        parts[0].equals("node") ? value : null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aTargetThatNamesNothingWouldStopEverythingAndIsRefused() {
        assertThatThrownBy(() -> KillTarget.parse(null, null, null, null))
                .hasMessage("names nothing: say at least one of agent, destination, rule, node");
    }
}
