package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.FakeNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KillTest extends LocalFleetTest {

    @Test
    void everyNodeIsShownAsItConfirmsAndTheLastLineCountsThemAndTheTunnels() {
        distributor.with(FakeNode.prompt("node-1", 43), FakeNode.late("node-2", 3, 81));

        var call = call("kill", "--agent", "research-7", "--for", "30m", "--why", "an incident");

        assertThat(call.code()).isZero();
        assertThat(call.out().lines().map(line -> line.replaceAll("[0-9a-f]{12}", "BOOT...")))
                .containsExactly(
                        "NODE    BOOT          CONFIRMED AFTER  TUNNELS CUT",
                        "node-1  BOOT...  43 ms            7",
                        "node-2  BOOT...  81 ms            7",
                        "2/2 nodes confirmed, 14 tunnels cut");
        assertThat(call.err()).isEmpty();
        assertThat(distributor.requests()).first().isEqualTo("POST /v1/kills");
        assertThat(distributor.requests()).last().asString().contains("kind=overlay&topicId=topic-1&offset=47");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --agent a --for 30m                | Killed agent a until 2026-01-31T10:30:00Z; not waited for any node.
            --destination x.test --node node-1 | Killed destination x.test, node node-1; not waited for any node.
            --rule packages                    | Killed rule packages; not waited for any node.
            """)
    void whatIsStoppedIsSaidInWords(String options, String sentence) {
        assertThat(call(("kill --no-wait " + options).split(" ", -1)))
                .returns(0, Call::code)
                .returns(sentence + "\n", Call::out);
    }

    @Test
    void aNodeThatDoesNotConfirmIsNamedAndSoIsOneThatWasLostBefore() {
        distributor.with(
                FakeNode.prompt("node-1", 43),
                FakeNode.silent("node-2", "live"),
                FakeNode.refusing("node-3", "this version cannot read it"),
                FakeNode.gone("node-4"));

        var call = call("kill", "--agent", "a", "--timeout", "300ms");

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(call.out()).endsWith("1/3 nodes confirmed, 7 tunnels cut\n");
        assertThat(call.err()).isEqualTo("""
                        tollhouse: node-2 did not confirm within 300 ms and may still let it through; it last said ready.
                        tollhouse: node-3 does not enforce it: this version cannot read it
                        tollhouse: node-4 is lost, and may still serve by what it last knew.
                        """);
    }

    @Test
    void forProgramsTheResultIsOneDocument() throws Exception {
        distributor.with(FakeNode.prompt("node-1", 43));

        var call = call("kill", "--agent", "a", "--output", "json");

        var document = JsonMapper.builder().build().readTree(call.outBytes());
        assertThat(document.path("complete").asBoolean()).isTrue();
        assertThat(document.path("tunnelsCut").asLong()).isEqualTo(7);
        assertThat(document.at("/kill/agent").asText()).isEqualTo("a");
        assertThat(document.at("/nodes/0/tunnelsCut").asLong()).isEqualTo(7);
        assertThat(call.err()).contains("confirmed with 7 tunnels cut after 43 ms");
    }

    @Test
    void whatTheFleetDoesNotKnowIsRefusedWithItsSentence() {
        assertThat(call("kill", "--rule", "unknown"))
                .returns(ExitCode.REFUSED, Call::code)
                .returns("tollhouse: rule: no rule of the policy in force has the id 'unknown'\n", Call::err);
    }

    @ParameterizedTest
    @CsvSource({
        "kill --no-wait --agent a, POST /v1/kills",
        "kill --no-wait --agent a --force, POST /v1/kills?force=true",
        "kill lift --no-wait --agent a --force, DELETE /v1/kills?agent=a&force=true"
    })
    void whatIsNotKnownIsPassedOverByForceOnlyAndTheWarningIsSaid(String command, String request) {
        var warning = "overlay: nodes enforced 41-0123456789ab, which is not known here: its kills are lifted";
        distributor.warning(warning);
        call("kill", "--no-wait", "--agent", "a");

        assertThat(call(command.split(" ", -1)))
                .returns(0, Call::code)
                .returns("warning: " + warning + "\n", Call::err);
        assertThat(distributor.requests()).last().isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "kill --why x", "kill lift"})
    void aKillOfNothingIsWrongUsage(String command) {
        assertThat(call(command.split(" ", -1)))
                .returns(ExitCode.USAGE, Call::code)
                .satisfies(call -> assertThat(call.err())
                        .startsWith("tollhouse: say what: at least one of --agent, --destination, --rule, --node.\n"));
        assertThat(distributor.requests()).isEmpty();
    }

    @Test
    void aTimeIsANumberAndAUnit() {
        assertThat(call("kill", "--agent", "a", "--for", "1000ms").err())
                .startsWith("tollhouse: Invalid value for option '--for': must be a time as 90s, 30m, 2h or 7d");
    }

    @Test
    void killsThatHoldAreATable() {
        assertThat(call("kill", "list").err()).isEqualTo("No kill holds.\n");
        call("kill", "--no-wait", "--agent", "a", "--for", "30m");
        call("kill", "--no-wait", "--destination", "x.test", "--node", "node-1", "--why", "an incident");

        assertThat(call("kill", "list").out()).isEqualTo("""
                        AGENT  DESTINATION  RULE  NODE    SINCE                 UNTIL                 AUTHOR  WHY
                        any    x.test       any   node-1  2026-01-31T10:00:00Z  lifted                admin   an incident
                        a      any          any   any     2026-01-31T10:00:00Z  2026-01-31T10:30:00Z  admin
                        """);
        assertThat(call("kill", "list", "--output", "json").out()).contains("\"x.test\"");
    }

    @Test
    void aKillIsLiftedByTheOptionsThatItHad() {
        distributor.with(FakeNode.prompt("node-1", 43), FakeNode.silent("node-2", "live"));
        call("kill", "--no-wait", "--agent", "research-*");

        var call = call("kill", "lift", "--agent", "research-*", "--why", "it is over", "--timeout", "300ms");

        assertThat(call.code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(call.out())
                .startsWith("NODE    BOOT          CONFIRMED AFTER\n")
                .endsWith("1/2 nodes confirmed\n");
        assertThat(call.err())
                .isEqualTo(
                        "tollhouse: node-2 did not confirm within 300 ms and may still refuse it; it last said ready.\n");
        assertThat(distributor.requests()).contains("DELETE /v1/kills?agent=research-*&why=it is over");
    }

    @Test
    void whatDoesNotHoldCannotBeLiftedAndThoseThatDoAreListedAsTheyAreLifted() {
        assertThat(call("kill", "lift", "--agent", "a").err())
                .isEqualTo("tollhouse: there is no kill of exactly agent a, nor any other.\n");
        call("kill", "--no-wait", "--agent", "research-*");
        call("kill", "--no-wait", "--destination", "x.test", "--node", "node-1");

        assertThat(call("kill", "lift", "--agent", "research-7"))
                .returns(ExitCode.REFUSED, Call::code)
                .returns("""
                        tollhouse: there is no kill of exactly agent research-7. Those that hold are lifted by
                          tollhouse kill lift --destination x.test --node node-1
                          tollhouse kill lift --agent 'research-*'
                        """, Call::err);
    }
}
