package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policy explain}. */
class ExplainTest extends LocalFleetTest {
    private static final String POLICY = """
            tollhouse: v1
            policy: agents
            rules:
              - {id: packages, to: [pypi.org], ports: [443], action: allow, limits: {requestsPerMinute: 60}}
              - {id: search, to: [search.internal], ports: [80], action: route, upstream: "http://searxng:8080"}
              - {id: no-paste, to: [.paste.example], ports: any, action: deny, reason: "Closed.", suggestion: "Use the wiki."}
              - {id: names, to: ["**"], protocol: dns, types: [A, AAAA], action: allow}
              - {id: wide, to: ["**.example"], action: allow, for: {agent: research-*}}
            """;

    private String explain(String request, String... more) throws IOException {
        var file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        var words = new ArrayList<>(
                List.of("policy", "explain", request, "--agent=research-1", "--policy", file.toString()));
        words.addAll(List.of(more));
        var call = call(words.toArray(String[]::new));
        assertThat(call.err()).isEmpty();
        assertThat(call.code()).isZero();
        return call.out();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET https://pypi.org/simple/,    --all,                     allow by packages: allow by rule packages",
        "GET https://pypi.org/simple/,    --resolves-to=10.0.0.1,    deny by builtin.private: pypi.org resolves to 10.0.0.1",
        "GET http://search.internal/,     --all,                     route by search: ",
        "CONNECT x.paste.example:443 tls, --all,                     deny by no-paste: Closed.",
        "CONNECT y.example:443,           --at=2027-01-31T12:00:00Z, allow by wide: ",
        "DNS y.example,                   --all,                     allow by names: ",
        "DNS y.example TXT,               --all,                     deny by builtin.default: ",
        "CONNECT 0x7f.1:80,               --from=10.0.0.9,           malformed by builtin.malformed: the request's target",
    })
    void theFirstLineIsTheVerdictByThisFile(String request, String option, String line) throws IOException {
        assertThat(explain(request, option)).startsWith(line);
    }

    @Test
    void eachRuleSaysWhyItDidNotDecide() throws IOException {
        assertThat(explain("CONNECT x.paste.example:443")).isEqualTo("""
                deny by no-paste: Closed.
                  instead:  Use the wiki.

                RULE      WHY
                no-paste  decides
                wide      matches, and no-paste stands above it
                names     is for dns

                2 rules are for other hosts; --all shows them.
                """);
    }

    @Test
    void howARequestGoesIsSaidToo() throws IOException {
        assertThat(explain("CONNECT pypi.org:443", "--resolves-to=93.184.215.14")
                        .lines())
                .startsWith(
                        "allow by packages: allow by rule packages",
                        "  - what is spoken is judged again by its first bytes: http, tls",
                        "  - counts against limits");
    }

    @Test
    void itIsJudgedWithinTheMaximumThatIsNamed() throws IOException {
        var maximum = Files.writeString(
                folder.resolve("maximum.yaml"),
                "{tollhouse: v1, maximum: company, rules: [{id: most, to: [pypi.org], action: allow}]}");

        assertThat(explain("CONNECT y.example:443", "--maximum", maximum.toString()))
                .startsWith("deny by maximum.default: ")
                .contains("matches, and maximum.default stands above it");
    }

    @Test
    void withoutAFileTheDistributorIsAsked() {
        distributor.answers(
                "/v1/policy/explain",
                200,
                "{\"revision\": 7, \"verdict\": \"deny\", \"rule\": \"builtin.kill\", \"reason\": \"stopped\","
                        + " \"complete\": true, \"how\": [], \"candidates\": []}");

        var call = call(
                "policy",
                "explain",
                "GET https://x.example/a?b=c",
                "--agent=research-1",
                "--resolves-to=8.8.8.8,2001:4860:4860::8888");

        assertThat(call.out()).isEqualTo("deny by builtin.kill: stopped (revision 7)\n");
        assertThat(distributor.requests())
                .containsExactly("GET /v1/policy/explain?agent=research-1&request=GET https://x.example/a?b=c"
                        + "&resolves=8.8.8.8,2001:4860:4860::8888");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            GET,             --agent=a,           `is no request; write GET https://host/path`
            DNS x.test NONE, --agent=a,           `has the type 'NONE'`
            CONNECT x:1 ftp, --agent=a,           `knows http, tls and tcp`
            CONNECT x:1,     --all,               `Missing required option: '--agent=NAME'`
            CONNECT x:1,     --resolves-to=1.2.3, `'1.2.3' `
            CONNECT x:1,     --at=noon,           `is no time as 2027-01-31T12:00:00Z`
            CONNECT x:1,     --maximum=m.yaml,    `--maximum needs --policy`
            """)
    void wrongUsageSaysWhatToWrite(String request, String option, String says) {
        var agent = option.startsWith("--a") && !option.startsWith("--at") ? "--output=table" : "--agent=a";

        var call = call("policy", "explain", request, agent, option);

        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).contains(says);
    }
}
