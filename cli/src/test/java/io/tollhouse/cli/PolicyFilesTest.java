package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code policy validate} and {@code policy test}, which need no fleet. */
class PolicyFilesTest {
    private static final String GOOD = """
            tollhouse: v1
            policy: agents
            rules:
              - {id: packages, to: [pypi.org], ports: [443], action: allow}
              - {id: tracker, to: ["**.tracker.example"], action: deny}
            tests:
              - {agent: ci-1, request: "CONNECT pypi.org:443", expect: allow, rule: packages}
              - {agent: ci-1, request: "CONNECT pypi.org:80", expect: EXPECT}
            """;
    private static final String WARNING = "warning: stdin:5:5: rules[1]: rule tracker: **.tracker.example does not deny"
            + " tracker.example itself; .tracker.example does both\n";
    private static final String FAILURE = "stdin:8:5: tests[1]: ci-1 CONNECT pypi.org:80: expected allow, got deny by"
            + " builtin.default (no rule allows pypi.org:80)\n";

    @TempDir
    Path nowhere;

    private Call call(String input, String... args) {
        return Call.with(input, Map.of(), nowhere, args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents.yaml", "locked-down.yaml"})
    void theExamplesAreValid(String name) {
        var call = call("", "policy", "validate", "../examples/" + name);

        assertThat(call.err()).isEmpty();
        assertThat(call.out()).startsWith("../examples/" + name + " is valid: policy ");
        assertThat(call.code()).isZero();
    }

    @Test
    void aValidPolicyIsCountedAndItsWarningsAreSaid() {
        var call = call(GOOD.replace("EXPECT", "deny"), "policy", "validate", "-");

        assertThat(call.code()).isZero();
        assertThat(call.out())
                .isEqualTo("stdin is valid: policy agents with 2 rules and 2 tests, all of which pass.\n");
        assertThat(call.err()).isEqualTo(WARNING);
    }

    @ParameterizedTest(name = "{0} under a maximum of {1}: {2}")
    @CsvSource({
        "validate, **,          0",
        "test,     **,          0",
        "validate, '*.example', 1",
        "test,     '*.example', 1"
    })
    void aPolicyIsHeldToTheMaximumThatIsNamed(String command, String most, int code) throws IOException {
        var text = "{tollhouse: v1, maximum: company, rules: [{id: most, to: ['%s'], action: allow}]}";
        var maximum = Files.writeString(nowhere.resolve("maximum.yaml"), text.formatted(most));

        var call = call(GOOD.replace("EXPECT", "deny"), "policy", command, "-", "--maximum", maximum.toString());

        assertThat(call.code()).isEqualTo(code);
        assertThat(call.err().lines().filter(line -> line.contains("exceeds")))
                .hasSize(code)
                .allMatch(
                        line -> line.equals("stdin:4:5: rules[0].to: rule packages exceeds maximum company by pypi.org:"
                                + " none of its rules allows that host; narrow the rule, or have the maximum raised"));
    }

    @ParameterizedTest(name = "with {0}: exit code {1}")
    @CsvSource({"--coverage, 0", "--min-coverage=50, 0", "--min-coverage=51, 1"})
    void theRulesThatDecideInNoTestAreNamed(String option, int code) {
        var call = call(GOOD.replace("EXPECT", "deny"), "policy", "test", "-", option);

        assertThat(call.code()).isEqualTo(code);
        assertThat(call.out()).endsWith("""
                        stdin:5:5: rules[1]: rule tracker decides in no test
                        1 of 2 rules decide in a test (50 %).
                        """);
        assertThat(call.err()).isEqualTo(WARNING + (code == 0 ? "" : "tollhouse: 51 % are asked for.\n"));
    }

    @Test
    void aMaximumIsValidatedAsOne() {
        var text = "tollhouse: v1\nmaximum: company\nrules:\n  - {id: most, to: ['**'], action: ask}\n";

        assertThat(call(text, "policy", "maximum", "validate", "-").err())
                .isEqualTo("stdin:4:36: rules[0].action: must be allow or deny in a maximum; allow covers what a policy"
                        + " asks for or routes\ntollhouse: stdin is not valid: 1 problem.\n");
        assertThat(call(text.replace("ask", "allow"), "policy", "maximum", "validate", "-")
                        .out())
                .isEqualTo("stdin is valid: maximum company with 1 rule.\n");
        assertThat(call(GOOD, "policy", "maximum", "validate", "-").err()).contains("a maximum is asked for");
    }

    @Test
    void aRuleThatHasExpiredIsWarnedOf() {
        var text = GOOD.replace("EXPECT", "deny")
                .replace("to: [pypi.org]", "expires: 2020-01-01T00:00:00Z, to: [pypi.org]")
                .replace("expect: allow, rule: packages", "expect: deny");

        assertThat(call(text, "policy", "validate", "-").err())
                .contains(
                        "warning: stdin:4:5: rules[0].expires: rule packages expired at 2020-01-01T00:00:00Z; remove it");
    }

    @Test
    void allProblemsAreNamedWithTheirPlaces() {
        var call = call("tollhouse: v2\nrulez: []\n", "policy", "validate", "-");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).isEmpty();
        assertThat(call.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("stdin:1:12: tollhouse: must be v1"))
                .anyMatch(line -> line.startsWith("stdin:2:1: rulez: "))
                .endsWith("tollhouse: stdin is not valid: 3 problems.");
    }

    @Test
    void aTestThatFailsMakesAPolicyInvalid() {
        var call = call(GOOD.replace("EXPECT", "allow"), "policy", "validate", "-");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).isEqualTo(FAILURE + WARNING + "tollhouse: stdin is not valid: 1 problem.\n");
    }

    @Test
    void forProgramsProblemsAreADocument() {
        var call = call(GOOD.replace("EXPECT", "allow"), "--output", "yaml", "policy", "validate", "-");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).startsWith("""
                        valid: false
                        policy: agents
                        rules: 2
                        tests: 2
                        problems:
                        - label: stdin
                          line: 8
                          column: 5
                          path: "tests[1]"
                          message: "ci-1 CONNECT pypi.org:80: expected allow,""");
    }

    @Test
    void testsAreShownOneByOne() {
        var call = call(GOOD.replace("EXPECT", "allow"), "policy", "test", "-");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).isEqualTo("""
                        RESULT  AGENT  REQUEST               EXPECTED           GOT
                        pass    ci-1   CONNECT pypi.org:443  allow by packages  allow by packages
                        FAIL    ci-1   CONNECT pypi.org:80   allow              deny by builtin.default
                        1 of 2 tests passed.
                        """);
        assertThat(call.err()).isEqualTo(WARNING + FAILURE);
    }

    @Test
    void testsForProgramsAreADocument() {
        var call = call(GOOD.replace("EXPECT", "deny"), "policy", "test", "-", "--output=JSON");

        assertThat(call.code()).isZero();
        assertThat(call.out())
                .startsWith(
                        "{\n  \"passed\": true,\n  \"tests\": [\n    {\n      \"passed\": true,\n      \"agent\": \"ci-1\"");
    }

    @Test
    void aPolicyWithoutTestsSaysSo() {
        assertThat(call("tollhouse: v1\npolicy: agents\n", "policy", "test", "-")
                        .out())
                .isEqualTo("stdin has no tests. docs/policy.md shows how to write them.\n");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws Exception {
        var missing = nowhere.resolve("missing.yaml");
        var folder = Files.createDirectory(nowhere.resolve("folder"));

        assertThat(call("", "policy", "validate", missing.toString()))
                .returns(ExitCode.REFUSED, Call::code)
                .returns("tollhouse: there is no file " + missing + ".\n", Call::err);
        assertThat(call("", "policy", "test", folder.toString()))
                .returns(ExitCode.REFUSED, Call::code)
                .returns("tollhouse: " + folder + " cannot be read (Is a directory).\n", Call::err);
    }
}
