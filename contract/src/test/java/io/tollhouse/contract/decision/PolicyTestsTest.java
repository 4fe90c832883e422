package io.tollhouse.contract.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.contract.policy.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTestsTest {

    private static final String RULES = """
            rules:
              - {id: web, to: [x.example], action: allow}
              - {id: search, to: [search.internal], ports: [80], action: route, upstream: "http://searxng:8080"}
              - {id: no, to: [.bad.example], action: deny, reason: "Closed."}
              - {id: names, to: [x.example], protocol: dns, action: allow}
              - {id: tls, to: [tls.example], protocol: tls, action: allow}
            tests:
            """;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'CONNECT x.example:443', expect: allow | true",
                "'CONNECT x.example:443', expect: allow, rule: web | true",
                "'CONNECT x.example:443', expect: allow, rule: search | false",
                "'CONNECT x.example:443', expect: deny | false",
                "'CONNECT x.example:444', expect: deny, rule: builtin.default | true",
                "'GET http://x.example/?q', expect: allow | true",
                "'POST https://x.example/', expect: allow | true",
                "'GET http://search.internal/search?q=x', expect: route, rule: search | true",
                "'GET http://search.internal/search?q=x', expect: allow | false",
                "'CONNECT 169.254.169.254:80', expect: deny, rule: builtin.metadata | true",
                "'CONNECT 0x7f000001:80', expect: malformed, rule: builtin.malformed | true",
                "'CONNECT 0x7f000001:80', expect: deny | false",
                "'GET /', expect: malformed | true",
                "'DNS x.example', expect: allow, rule: names | true",
                "'DNS x.example AAAA', expect: allow | true",
                "'DNS x.example TXT', expect: allow | false",
                "'CONNECT tls.example:443', expect: allow | true",
                "'CONNECT tls.example:443 tls', expect: allow | true",
                "'CONNECT tls.example:443 http', expect: deny | true",
            })
    void aTestPassesWhenVerdictAndRuleAreThoseExpected(String test, boolean passes) {
        var policy = Policies.policy(RULES + "  - {agent: a, request: " + test + "}\n");
        var results = PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy);

        assertThat(results)
                .singleElement()
                .satisfies(result ->
                        assertThat(result.passed()).as(result.message()).isEqualTo(passes));
    }

    @Test
    void aFailureSaysWhereWhatAndWhy() {
        var policy = Policies.policy(
                RULES + "  - {agent: a, request: 'CONNECT y.bad.example:443', expect: allow, rule: web}\n");
        var results = PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy);

        assertThat(results.get(0).message())
                .isEqualTo("test.yaml:10:5: tests[0]: a CONNECT y.bad.example:443: expected allow by web,"
                        + " got deny by no (Closed.)");
    }

    @Test
    void aPassSaysWhoDecided() {
        var policy = Policies.policy(RULES + "  - {agent: a, request: 'CONNECT x.example:443', expect: allow}\n");
        var results = PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy);

        assertThat(results.get(0).message())
                .isEqualTo("test.yaml:10:5: tests[0]: a CONNECT x.example:443: allow by web");
    }

    @Test
    void rulesThatDecidedInNoTestAreNamed() {
        var policy = Policies.policy("""
                rules:
                  - {id: web, to: [x.example], action: allow}
                  - {id: new, to: [y.example], action: ask}
                  - {id: try, to: [x.example], action: deny, mode: report}
                  - {id: other, to: [z.example], action: allow}
                tests:
                  - {agent: a, request: "CONNECT x.example:443", expect: allow}
                  - {agent: a, request: "CONNECT y.example:443", expect: ask, rule: new}
                """);
        var results = PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy);

        assertThat(results).allMatch(PolicyTests.Result::passed);
        assertThat(PolicyTests.uncovered(results, policy)).extracting(Rule::id).containsExactly("other");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "resolves: 8.8.8.8 | allow lan",
                "resolves: [8.8.8.8, 192.0.78.1] | deny no",
                "from: 10.9.0.1 | allow lan",
                "from: 10.8.0.1 | deny builtin.identity",
                "time: 2026-01-31T18:00:00Z | allow lan",
                "time: 2026-02-01T00:00:00Z | deny builtin.default",
            })
    void aTestCanSayWhereFromWhereToAndWhen(String keys, String decision) {
        var words = decision.split(" ", -1);
        var policy = Policies.policy("agents:\n  - {name: a, from: [10.9.0.0/16]}\nrules:\n"
                + "  - {id: lan, to: [x.example], action: allow, expires: 2026-02-01T00:00:00Z}\n"
                + "  - {id: no, to: [192.0.78.0/24], action: deny}\ntests:\n"
                + "  - {agent: a, request: 'CONNECT x.example:443', expect: " + words[0] + ", rule: " + words[1] + ", "
                + keys + "}\n");

        assertThat(PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy))
                .singleElement()
                .satisfies(result ->
                        assertThat(result.passed()).as(result.message()).isTrue());
    }
}
