package io.tollhouse.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCodecTest {

    private static final String HEAD = "tollhouse: v1\npolicy: p\n";

    private static Policy read(String text) throws InvalidDocument {
        return PolicyCodec.parse(text.getBytes(StandardCharsets.UTF_8), "p.yaml");
    }

    private static List<String> patterns(NamedList list) {
        var found = new ArrayList<String>();
        list.entries().forEach(pattern -> found.add(pattern.text()));
        return found;
    }

    private static String refusal(String text) {
        try {
            var read = read(text);
            throw new AssertionError("taken: " + read);
        } catch (InvalidDocument e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aPolicyOfTwoLinesRefusesEverything() throws InvalidDocument {
        var policy = read(HEAD);

        assertThat(policy.name()).isEqualTo("p");
        assertThat(policy.strict()).isTrue();
        assertThat(policy.rules()).isEmpty();
        assertThat(policy.tests()).isEmpty();
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void everyKeyIsRead() throws InvalidDocument {
        var policy = read("""
                tollhouse: v1
                policy: agents
                default: deny
                strict: false
                agents:
                  - name: "ci-*"
                    labels: {team: ci, trust: "1"}
                lists:
                  mirrors: [a.example, 10.0.0.0/8]
                rules:
                  - id: mirrors
                    for: {agent: [ci-1, "ci-2*"], team: ci, trust: ["1", "2"]}
                    to: ["list:mirrors", .b.example, a.example]
                    ports: [8000-8100, 443]
                    action: route
                    upstream: tcp://10.0.0.1:8443
                    reason: "Why – and how."
                    suggestion: "What else?"
                    allowPrivate: [10.0.0.0/8, "fd00::/8"]
                    mode: enforce
                tests:
                  - {agent: ci-1, request: "CONNECT a.example:443", expect: route, rule: mirrors}
                """);
        var rule = policy.rules().get(0);

        assertThat(policy.strict()).isFalse();
        assertThat(policy.agents().get(0).labels()).containsEntry("trust", "1");
        assertThat(rule.who().names()).extracting(AgentPattern::text).containsExactly("ci-1", "ci-2*");
        assertThat(rule.who().labels()).containsOnlyKeys("team", "trust");
        assertThat(rule.to().hosts()).extracting(HostPattern::text).containsExactly(".b.example", "a.example");
        assertThat(rule.to().lists()).containsExactly("mirrors");
        assertThat(patterns(policy.list("mirrors"))).containsExactly("a.example", "10.0.0.0/8");
        assertThat(rule.ports().ranges()).containsExactly(new Ports.Range(443, 443), new Ports.Range(8000, 8100));
        assertThat(rule.effects().upstream()).hasToString("tcp://10.0.0.1:8443");
        assertThat(rule.reason()).isEqualTo("Why – and how.");
        assertThat(rule.effects().allowPrivate()).hasSize(2);
        assertThat(rule.at()).isEqualTo(new Place(11, 5, "rules[0]"));
        assertThat(policy.tests().get(0).at().line()).isEqualTo(22);
    }

    @Test
    void jsonIsReadToo() throws InvalidDocument {
        var json = "{\"tollhouse\": \"v1\", \"policy\": \"p\", \"rules\": "
                + "[{\"id\": \"r\", \"to\": [\"x.example\"], \"ports\": [443], \"action\": \"allow\"}]}";
        var yaml = HEAD + "rules:\n- {id: r, to: x.example, ports: 443, action: allow}";

        assertThat(read(json).rules().get(0).to())
                .isEqualTo(read(yaml).rules().get(0).to());
        assertThat(read(json).rules().get(0).ports())
                .isEqualTo(read(yaml).rules().get(0).ports());
    }

    @Test
    void allProblemsAreSaidAtOnceEachWithItsPlace() {
        assertThat(refusal("""
                        tollhouse: v2
                        policy: My Policy
                        default: allow
                        agnets: []
                        lists:
                          a: [list:b]
                        rules:
                          - id: builtin.mine
                            to: [x..example, "list:aa"]
                            ports: [0, 80]
                            action: alow
                          - id: two
                            to: [x.example]
                            action: allow
                            upstream: http://y.example
                            inspect: yes
                            colour: red
                          - id: two
                            action: route
                        tests:
                          - {agent: a, request: x.example, expect: deny, rule: tw}
                        """).lines())
                .containsExactly(
                        "p.yaml:1:12: tollhouse: must be v1, the only version there is",
                        "p.yaml:2:9: policy: must be lower-case letters, digits and hyphens, at most 63, was 'My Policy'",
                        "p.yaml:3:10: default: must be deny: what no rule allows is refused",
                        "p.yaml:4:1: agnets: is not a known key; did you mean 'agents'?",
                        "p.yaml:6:7: lists.a[0]: names a list inside a list; name both where they are used",
                        "p.yaml:8:9: rules[0].id: must not begin with builtin.",
                        "p.yaml:9:10: rules[0].to[0]: 'x..example' has an empty label",
                        "p.yaml:9:22: rules[0].to[1]: names a list that is not there; did you mean 'list:a'?",
                        "p.yaml:10:13: rules[0].ports[0]: must be a port from 1 to 65535 or a range like 8000-8100, was '0'",
                        "p.yaml:11:13: rules[0].action: must be allow, deny, ask or route, was 'alow'; did you mean 'allow'?",
                        "p.yaml:15:15: rules[1].upstream: belongs to `action: route`; this rule has `action: allow`",
                        "p.yaml:16:14: rules[1].inspect: must be false or true, was 'yes'",
                        "p.yaml:17:5: rules[1].colour: is not a known key",
                        "p.yaml:18:5: rules[2].to: is missing or empty; ** is any name",
                        "p.yaml:18:5: rules[2].upstream: is missing: a route must say where to",
                        "p.yaml:18:9: rules[2].id: is the id of the rule at line 12 too",
                        "p.yaml:21:25: tests[0].request: must be as GET https://host/path, CONNECT host:port [tls], or DNS name [AAAA], was 'x.example'",
                        "p.yaml:21:56: tests[0].rule: is the id of no rule; did you mean 'two'?");
    }

    static Stream<Arguments> oneProblem() {
        return Stream.of(
                Arguments.of("policy: p", "p.yaml:1:1: tollhouse: is missing"),
                Arguments.of("tollhouse: v1", "p.yaml:1:1: policy: is missing"),
                Arguments.of("[]", "must be a map of keys, was a list"),
                Arguments.of("", "p.yaml: is empty"),
                Arguments.of(HEAD + "strict: no", "strict: must be false or true, was 'no'"),
                Arguments.of(HEAD + "rules: {a: b}", "rules: must be a list, was a map"),
                Arguments.of(HEAD + "rules: [x]", "rules[0]: must be a map of keys, was 'x'"),
                Arguments.of(HEAD + "agents: [{labels: {a: b}}]", "agents[0].name: is missing"),
                Arguments.of(HEAD + "agents: [{name: 'a b'}]", "agents[0].name: must be letters, digits"),
                Arguments.of(HEAD + "agents: [{name: a, labels: {A: b}}]", "agents[0].labels.A: must be lower-case"),
                Arguments.of(
                        HEAD + "agents: [{name: a, labels: {a: [b]}}]", "agents[0].labels.a: must be text, was a list"),
                Arguments.of(
                        HEAD + "agents: [{name: a, labels: {a: }}]", "agents[0].labels.a: must be text, was nothing"),
                Arguments.of(HEAD + "lists: {A: [x.example]}", "lists.A: must be lower-case"),
                Arguments.of(
                        HEAD + "lists: {a: x.example}",
                        "lists.a: must be a list of hosts, or {file: NAME}, was 'x.example'"),
                rule("for: {}", "for: names nobody; leave `for` out for everyone"),
                rule("for: {agent: []}", "for.agent: names nobody: an empty list matches nothing"),
                rule("for: [a]", "for: must be a map of keys, was a list"),
                rule("for: {agent: 'a b'}", "for.agent: must be letters, digits"),
                rule("for: {team: 'a b'}", "for.team: must be letters, digits"),
                rule("for: {Team: a}", "for.Team: must be lower-case"),
                rule("ports: []", "ports: must have 1 to 100 ports or ranges; leave it out for 80 and 443"),
                rule("ports: [any]", "(`ports: any` stands alone, without a list)"),
                rule("ports: [443, 443]", "ports: has port 443 twice"),
                rule("ports: [400-500, 443]", "ports: has port 443 twice"),
                rule("ports: [500-400]", "must be a port from 1 to 65535 or a range"),
                rule("ports: [65536]", "must be a port from 1 to 65535 or a range"),
                rule("ports: ['0443']", "must be a port from 1 to 65535 or a range"),
                rule("ports: [1_000]", "must be a port from 1 to 65535 or a range"),
                rule("ports: [[443]]", "must be a port from 1 to 65535 or a range like 8000-8100, was a list"),
                rule("reason: ''", "reason: must be one line of at most 300 printable characters"),
                rule("reason: \"a\\nb\"", "reason: must be one line of at most 300 printable characters"),
                rule("reason: \"a\\u202eb\"", "reason: must be one line of at most 300 printable characters"),
                rule("suggestion: " + "a".repeat(301), "suggestion: must be one line of at most 300"),
                rule("allowPrivate: [10.1.0.0/8]", "has bits behind its length: the network is 10.0.0.0/8"),
                rule("allowPrivate: [127.0.0.0/8]", "is not inside 10.0.0.0/8, 172.16.0.0/12"),
                rule("allowPrivate: [0.0.0.0/0]", "is not inside 10.0.0.0/8, 172.16.0.0/12"),
                rule("allowPrivate: [10.0.0.1]", "is no network: that is written as address/length"),
                rule("mode: observe", "mode: must be enforce or report, was 'observe'"),
                rule("id: other", "stands twice"),
                Arguments.of(
                        HEAD
                                + "rules: [{id: r, to: [x.example], action: deny}, {id: r, to: [y.example], action: deny}]",
                        "p.yaml:3:54: rules[1].id: is the id of the rule at line 3 too"),
                rule("allow-private: [10.0.0.0/8]", "did you mean 'allowPrivate'?"),
                Arguments.of(
                        HEAD + "rules: [{id: Upper, to: [x.example], action: deny}]",
                        "rules[0].id: must be lower-case"),
                Arguments.of(HEAD + "rules: [{to: [x.example], action: deny}]", "rules[0].id: is missing"),
                Arguments.of(HEAD + "rules: [{id: r, to: [], action: deny}]", "rules[0].to: is missing or empty"),
                Arguments.of(
                        HEAD + "rules: [{id: r, to: [x.example]}]",
                        "rules[0].action: is missing: allow, deny, ask or route"),
                Arguments.of(
                        HEAD + "rules: [{id: r, to: [{x: y}], action: deny}]",
                        "rules[0].to[0]: must be a host, was a map"),
                Arguments.of(
                        HEAD + "rules: [{id: r, to: [x.example], action: deny, allowPrivate: [10.0.0.0/8]}]",
                        "rules[0].allowPrivate: opens nothing in a rule that denies"),
                upstream("ftp://x.example", "does not begin with http://, https:// or tcp://"),
                upstream("http://x.example/path", "holds a slash"),
                upstream("http://u@x.example", "holds user information"),
                upstream("tcp://x.example", "has no port"),
                upstream("http://x.example:0", "has a port that is no number from 1 to 65535"),
                upstream("http://010.0.0.1", "is no IPv4 address"),
                Arguments.of(
                        HEAD + "tests: [{agent: 'a*', request: 'GET http://x/', expect: deny}]",
                        "tests[0].agent: must be"),
                Arguments.of(
                        HEAD + "tests: [{agent: a, request: 'GET http://x/', expect: no}]", "tests[0].expect: must be"),
                Arguments.of(HEAD + "tests: [{agent: a, request: 'GET http://x/'}]", "tests[0].expect: is missing"));
    }

    private static Arguments rule(String key, String message) {
        return Arguments.of(HEAD + "rules:\n  - {id: r, to: [x.example], action: allow, " + key + "}\n", message);
    }

    private static Arguments upstream(String upstream, String message) {
        return Arguments.of(
                HEAD + "rules: [{id: r, to: [x.example], action: route, upstream: '" + upstream + "'}]", message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("oneProblem")
    void everyMistakeIsToldOnceAndHowToMendIt(String text, String message) {
        assertThat(refusal(text)).contains(message).doesNotContain("\n");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{to: ['**.x.example'], action: deny} | **.x.example does not deny x.example itself",
                "{to: ['**.x.example', x.example], action: deny} | ''",
                "{to: ['**.x.example'], action: allow} | ''",
                "{to: [127.0.0.1], action: allow} | 127.0.0.1 is loopback (RFC 1122), which no rule opens",
                "{to: [127.0.0.1], action: deny} | ''",
                "{to: [metadata.google.internal], action: allow} | is a metadata service, which no rule opens",
                "{to: [10.0.0.1], action: allow} | `allowPrivate` must open it too",
                "{to: [10.0.0.1], action: allow, allowPrivate: [10.0.0.0/8]} | ''",
                "{to: [search.internal], action: allow} | ''",
                "{to: ['*.github.io'], action: allow} | *.github.io lets through whoever takes a name below github.io",
                "{to: [.co.uk], action: ask} | .co.uk lets through whoever takes a name below co.uk, where anybody can",
                "{to: ['**.com'], action: deny} | **.com does not deny com itself",
                "{to: [github.io], action: allow} | ''",
                "{to: ['**.me.github.io'], action: allow} | ''",
                "{to: [.x.example], action: allow, inspect: true, credential: k} | hands the credential k to every host of .x",
                "{to: [10.0.0.0/8], action: allow, allowPrivate: [10.0.0.0/8], inspect: true, credential: k} | of 10.0.0.0/8;",
                "{to: [x.example], action: allow, inspect: true, credential: k} | ''",
                "{to: [x.example], action: allow, for: {team: red}} | a label that no entry of `agents` gives",
            })
    void whatIsProbablyNotMeantIsAWarning(String rule, String warning) throws InvalidDocument {
        var policy = read(HEAD + "rules:\n  - " + rule.replace("{to", "{id: r, to") + "\n");

        var said = String.join(
                "\n", policy.warnings().stream().map(Problem::toString).toList());
        if (warning.isEmpty()) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).startsWith("p.yaml:4:5: rules[0]: rule r: ").contains(warning);
        }
    }

    @Test
    void aListThatNoRuleNamesIsAWarning() throws InvalidDocument {
        assertThat(read(HEAD + "lists: {a: [x.example]}").warnings())
                .singleElement()
                .hasToString("p.yaml:3:9: lists.a: is a list that no rule names");
    }

    static Stream<Arguments> monsters() {
        var random = new Random(7);
        var noise = new byte[100_000];
        random.nextBytes(noise);
        return Stream.of(
                Arguments.of("4 MB of text", ("policy: " + "x".repeat(4 << 20)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "just too large", (HEAD + "#".repeat(PolicyCodec.MAX_BYTES)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("one long scalar", (HEAD + "x: " + "y".repeat(190_000)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("deep lists", (HEAD + "rules: " + "[".repeat(90_000)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("deep maps", (HEAD + "rules: " + "{a: ".repeat(40_000)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "aliases",
                        (HEAD + "a: &a [x]\nb: [" + "*a, ".repeat(40_000) + "]").getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "many rules",
                        (HEAD + "rules:\n" + "- {id: r}\n".repeat(19_000)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("many keys", (HEAD + "k: 1\n".repeat(38_000)).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("noise", noise),
                Arguments.of("zeros", new byte[100_000]),
                Arguments.of("a second document", (HEAD + "---\n" + HEAD).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monsters")
    void aMonstrousDocumentIsRefusedQuicklyInFewWords(String name, byte[] document) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> PolicyCodec.parse(document, "p.yaml"))
                        .isInstanceOfSatisfying(InvalidDocument.class, refused -> {
                            assertThat(refused.problems()).hasSizeBetween(1, 101);
                            assertThat(refused.getMessage())
                                    .startsWith("p.yaml")
                                    .hasSizeLessThan(40_000);
                        }));
    }

    @Test
    void aMutatedDocumentIsReadOrRefusedAndNothingElse() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var good = HEAD + "agents: [{name: 'a*', labels: {t: r}}]\nlists: {l: [x.example]}\nrules:\n"
                + "  - {id: r, for: {t: r}, to: ['list:l', '**.y.example', 10.0.0.0/8], ports: [80, 90-99], action: route,"
                + " upstream: 'http://z', allowPrivate: [10.0.0.0/8]}\ntests: [{agent: a, request: 'GET http://x/', expect: deny}]\n";
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder(good);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "{}[]:,-*&!#'\"\n 0.é\u0000".charAt(random.nextInt(19)));
                }
            }
            assertThat(outcome(text.toString())).as("seed %d: %s", seed, text).isIn("read", "refused");
        }
    }

    private static String outcome(String text) {
        try {
            read(text);
            return "read";
        } catch (InvalidDocument e) {
            return "refused";
        } catch (RuntimeException | StackOverflowError e) {
            return e.toString();
        }
    }
}
