package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Commands that read policies. */
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
                        REVISION  CREATED               AUTHOR  POLICY  MAXIMUM  BASE  HASH          WHY
                        6         2026-01-31T10:00:06Z  admin   agents           5     000000000000
                        5         2026-01-31T10:00:05Z  admin   agents           4     000000000000  an incident
                        """);
    }

    @Test
    void withoutAPolicyHistorySaysWhatToDo() {
        distributor.answers("/v1/policy/revisions", 200, "{\"revisions\": []}");

        assertThat(call("policy", "history").err())
                .isEqualTo("No policy has been published yet. tollhouse policy apply FILE publishes one.\n");
    }
}
