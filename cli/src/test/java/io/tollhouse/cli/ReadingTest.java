package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollhouse.cli.api.FakeNode;
import org.junit.jupiter.api.Test;

/** Commands that read policy and fleet. */
class ReadingTest extends LocalFleetTest {

    @Test
    void thePolicyIsPrintedAsItWasWritten() {
        var call = call("policy", "get");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("tollhouse: v1\npolicy: agents # bücher, revision 6\n");
        assertThat(call.err()).isEqualTo("revision 6, policy agents, published 2026-01-31T10:00:06Z by admin\n");
    }

    @Test
    void anOlderRevisionIsThereToo() {
        var call = call("policy", "get", "--revision", "5");

        assertThat(call.out()).endsWith("revision 5\n");
        assertThat(call.err())
                .isEqualTo("revision 5, policy agents, published 2026-01-31T10:00:05Z by admin: an incident\n");
    }

    @Test
    void forProgramsAPolicyIsOneDocument() {
        assertThat(call("policy", "get", "--output", "yaml").out())
                .startsWith("revision: 6\nbase: 5\npolicy: agents\n")
                .endsWith("text: |\n  tollhouse: v1\n  policy: agents # bücher, revision 6\n");
    }

    @Test
    void historyIsATable() {
        assertThat(call("policy", "history", "--limit", "2").out()).isEqualTo("""
                        REVISION  CREATED               AUTHOR  POLICY  BASE  HASH          WHY
                        6         2026-01-31T10:00:06Z  admin   agents  5     000000000000
                        5         2026-01-31T10:00:05Z  admin   agents  4     000000000000  an incident
                        """);
    }

    @Test
    void withoutAPolicyHistorySaysWhatToDo() {
        distributor.answers("/v1/policy/revisions", 200, "{\"revisions\": []}");

        assertThat(call("policy", "history").err())
                .isEqualTo("No policy has been published yet. tollhouse policy apply FILE publishes one.\n");
    }

    @Test
    void theFleetIsATableAndASentence() {
        distributor.with(FakeNode.prompt("a", 1), FakeNode.silent("b", "lost"));

        var call = call("fleet");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("""
                        NODE  BOOT          PRESENCE  STATE  REVISION  ADDRESS         TUNNELS  LAST HEARD  ERROR
                        a     000000000061  live      ready  6         127.0.0.1:3128  2        1.2 s ago
                        b     000000000062  lost      ready  6         127.0.0.1:3128  2        1.2 s ago
                        1 live node; revision 6 is in force.
                        """);
    }

    @Test
    void anEmptyFleetIsASentence() {
        distributor.answers("/v1/fleet", 200, "{\"revision\": 0, \"nodes\": []}");

        assertThat(call("fleet").out()).isEqualTo("0 live nodes; no policy has been published yet.\n");
    }
}
