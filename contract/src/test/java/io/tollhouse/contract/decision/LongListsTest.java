package io.tollhouse.contract.decision;

import static io.tollhouse.contract.decision.Draft.allow;
import static io.tollhouse.contract.decision.Draft.ask;
import static io.tollhouse.contract.decision.Draft.deny;
import static io.tollhouse.contract.decision.Draft.route;
import static io.tollhouse.contract.decision.Policies.brief;
import static io.tollhouse.contract.decision.Policies.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.Host;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.HostEntries;
import io.tollhouse.contract.policy.HostPattern;
import io.tollhouse.contract.policy.ListFile;
import io.tollhouse.contract.policy.Policy;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that are indexed and not resolved into rules. */
class LongListsTest {
    private static final int LONG = 10_000;
    private static final List<String> SHAPES = List.of("", "*.", "**.", ".");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static HostEntries file(String more, int names) {
        var lines = IntStream.range(0, names)
                .mapToObj(i -> "host-" + i + ".filler.test\n")
                .collect(Collectors.joining("", more.replace(' ', '\n') + "\n", ""));
        return ListFile.read(lines.getBytes(StandardCharsets.UTF_8), "list.txt").entries();
    }

    private static Matcher compile(Policy policy) {
        return Policies.matcher(policy, Surroundings.none());
    }

    @ParameterizedTest(name = "{0} is decided by {1}")
    @CsvSource({
        "x.example, list",
        "y.x.example, builtin.default",
        "a.one.example, list",
        "a.b.one.example, builtin.default",
        "one.example, builtin.default",
        "a.below.example, list",
        "a.b.below.example, list",
        "below.example, builtin.default",
        "zone.example, list",
        "a.b.zone.example, list",
        "host-9999.filler.test, list",
        "host-10000.filler.test, builtin.default",
        "ost-9999.filler.test, builtin.default",
        "host-9999.filler.tes, builtin.default",
        "93.184.215.14, list",
        "93.184.216.9, list",
        "93.184.217.9, builtin.default",
    })
    void everyPatternOfAListMatchesWhatItSaysAndNothingMore(String host, String rule) {
        var entries =
                file("x.example *.one.example **.below.example .zone.example 93.184.215.14 93.184.216.0/24", LONG);
        var matcher = compile(Draft.policy(entries, allow("list").list("list")));

        assertThat(matcher.judgeName(connect("a", host + ":443")).rule()).isEqualTo(rule);
        assertThat(matcher.explain(connect("a", host + ":443"), List.of(), List.of())
                        .candidates())
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.matches()).isEqualTo(rule.equals("list")));
    }

    @Test
    void aLongListDecidesAsItsHostsDo() throws MalformedHost {
        var hosts = new ArrayList<HostPattern>();
        for (int i = 0; i < LONG; i++) {
            hosts.add(HostPattern.parse(SHAPES.get(random.nextInt(SHAPES.size())) + name()));
        }
        var texts = hosts.stream().map(HostPattern::text).distinct().toArray(String[]::new);
        var entries = HostEntries.of(hosts);
        var listed = compile(Draft.policy(entries, rules(new String[0], true)));
        var resolved = compile(Draft.policy(rules(texts, false)));
        for (int i = 0; i < 20_000; i++) {
            var facts = connect("a", name() + ":443");
            assertThat(brief(listed.judgeName(facts)))
                    .as("seed %d, %s", seed, facts)
                    .isEqualTo(brief(resolved.judgeName(facts)));
        }
    }

    @Test
    void aLongListOfNetworksDecidesAsItsNetworksDo() throws MalformedHost {
        var hosts = new ArrayList<HostPattern>();
        for (int i = 0; i < LONG; i++) {
            hosts.add(HostPattern.parse(network()));
        }
        var texts = hosts.stream().map(HostPattern::text).distinct().toArray(String[]::new);
        var listed = compile(Draft.policy(HostEntries.of(hosts), networks(new String[0], true)));
        var resolved = compile(Draft.policy(networks(texts, false)));
        for (int i = 0; i < 20_000; i++) {
            var facts = connect("a", address());
            assertThat(brief(listed.judgeName(facts)))
                    .as("seed %d, %s", seed, facts)
                    .isEqualTo(brief(resolved.judgeName(facts)));
            var named = connect("a", "x.example:443");
            var answers = List.of(Policies.addresses(bare()).get(0));
            assertThat(brief(listed.judgeAddresses(named, listed.judgeName(named), answers, List.of())))
                    .as("seed %d, %s", seed, answers)
                    .isEqualTo(brief(resolved.judgeAddresses(named, resolved.judgeName(named), answers, List.of())));
        }
    }

    /** With the list, or with what is in it; longer and shorter networks stand beside it. */
    private static Draft[] networks(String[] texts, boolean list) {
        var drafts = new Draft[] {
            allow("listed", texts), deny("never", texts).ports(80),
                    ask("q", texts).ports(444),
            allow("names", "x.example"), allow("all", "any-public-ip"),
                    route("narrow", "http://one.test", "93.0.0.0/13", "2606::/20", "93.7.7.7")
                            .agent("a"),
            deny("no", "93.5.0.0/17", "2606:500::/25")
        };
        for (int i = 0; list && i < 3; i++) {
            drafts[i].list("list");
        }
        return drafts;
    }

    private String network() {
        int length = 9 + random.nextInt(24);
        var text = bare();
        try {
            var address = io.tollhouse.contract.address.IpAddress.parse(text);
            int bits = address.isV6() ? length + 8 : length;
            return address.masked(bits).text() + "/" + bits;
        } catch (MalformedHost e) {
            throw new AssertionError(text, e);
        }
    }

    private String address() {
        var text = bare();
        int port = random.nextInt(3) == 0 ? 80 : 443 + random.nextInt(2);
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
    }

    /** Of few bits, so that many meet. */
    private String bare() {
        int a = random.nextInt(8);
        int b = random.nextInt(4) * 64;
        return random.nextBoolean()
                ? "93." + a + "." + b + "." + random.nextInt(4) * 64
                : "2606:" + Integer.toHexString(a * 256) + ":" + Integer.toHexString(b * 256) + "::"
                        + (1 + random.nextInt(3));
    }

    @Test
    void aMillionNetworksTakeAtMost40BytesEach() throws InvalidDocument {
        var lines = IntStream.range(0, 1_000_000)
                .mapToObj(i -> "93." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256 + "\n")
                .collect(Collectors.joining());
        var entries = ListFile.read(lines.getBytes(StandardCharsets.UTF_8), "list.txt")
                .entries();
        var matcher = compile(Draft.policy(entries, deny("list").list("list"), allow("all", "any-public-ip")));

        assertThat(new ListIndex(entries).bytesPerName()).isLessThan(40);
        assertThat(matcher.judgeName(connect("a", "93.15.66.63:443")).rule()).isEqualTo("list");
        assertThat(matcher.judgeName(connect("a", "93.15.66.64:443")).rule()).isEqualTo("all");
    }

    /** With the list, or with what is in it; each host of the list has rivals of its own. */
    private static Draft[] rules(String[] texts, boolean list) {
        var drafts = new Draft[] {
            allow("listed", texts), deny("never", texts).methods("PUT"),
                    ask("q", texts).ports(444),
            allow("broad", "**.test"),
                    route("narrow", "http://one.test", "a.test", "*.b.test").agent("a"), deny("no", ".c.a.test")
        };
        for (int i = 0; list && i < 3; i++) {
            drafts[i].list("list");
        }
        return drafts;
    }

    /** Of few labels, so that many meet. */
    private String name() {
        return IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(i -> "" + (char) ('a' + random.nextInt(7)))
                .collect(Collectors.joining(".", "", ".test"));
    }

    @Test
    void rulesOfListsThatTieDoNotCompile() {
        var entries = file("x.example", LONG);
        var same = Draft.policy(
                entries, allow("a").list("list"), allow("b").list("list").credential("key"));
        var own = Draft.policy(
                entries, allow("a").list("list"), allow("b", "x.example").credential("key"));
        var apart = Draft.policy(
                entries, allow("a").list("list"), allow("b", "y.example").credential("key"));

        for (var policy : List.of(same, own)) {
            assertThatThrownBy(() -> Matcher.compile(policy, 1, "", Surroundings.none()))
                    .isInstanceOf(InvalidDocument.class)
                    .hasMessageContaining("rule b is as specific as rule a");
        }
        assertThat(compile(apart)).isNotNull();
    }

    @Test
    void aMillionNamesAreIndexedOnceAndTakeAtMost40BytesEach() throws InvalidDocument {
        var entries = file("", 1_000_000);
        var before = compile(Draft.policy(entries, deny("listed").list("list"), allow("all", "**")));
        var index = Objects.requireNonNull(before.lists().get(entries.hash()));
        var again = Draft.policy(entries, deny("listed").list("list"), allow("all", "**"), allow("more", "x.example"));
        var after = Matcher.compile(again, null, 2, "", Surroundings.none(), before);

        assertThat(index.bytesPerName()).isLessThanOrEqualTo(40);
        assertThat(after.lists().get(entries.hash())).isSameAs(index);
        for (int i = 0; i < 1_000_000; i += 997) {
            assertThat(index.matches(host("host-" + i + ".filler.test"))).isTrue();
            assertThat(index.matches(host("hose-" + i + ".filler.test"))).isFalse();
        }
    }

    private static Host host(String text) {
        return Policies.host(text);
    }
}
