package io.tollhouse.contract.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTestsTest {

    private static final String RULES = """
            rules:
              - {id: web, to: [x.example], action: allow}
              - {id: search, to: [search.internal], ports: [80], action: route, upstream: "http://searxng:8080"}
              - {id: no, to: [.bad.example], action: deny, reason: "Closed."}
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
                .isEqualTo("test.yaml:8:5: tests[0]: a CONNECT y.bad.example:443: expected allow by web,"
                        + " got deny by no (Closed.)");
    }

    @Test
    void aPassSaysWhoDecided() {
        var policy = Policies.policy(RULES + "  - {agent: a, request: 'CONNECT x.example:443', expect: allow}\n");
        var results = PolicyTests.run(Policies.matcher(policy, Surroundings.none()), policy);

        assertThat(results.get(0).message())
                .isEqualTo("test.yaml:8:5: tests[0]: a CONNECT x.example:443: allow by web");
    }
}
