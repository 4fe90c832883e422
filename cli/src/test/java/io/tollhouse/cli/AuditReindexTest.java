package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditReindexTest extends LocalFleetTest {
    private static final String REINDEX = "/v1/audit/reindex";

    /** Both the plan and what became of a slice, since either answer is read for what it should have. */
    private static String answer(int next, int conflict, String first) {
        return """
                {"topicId": "t", "slices": [{"partition": 0, "from": 0, "to": 10}, {"partition": 2, "from": 5, "to": 10}],
                 "next": %d, "created": 3, "duplicate": 2, "conflict": %d, "poison": 1, "first": "%s"}""".formatted(next, conflict, first);
    }

    @Test
    void eachSliceIsIndexedToItsEndAndCounted() {
        distributor.answers(REINDEX, 200, answer(10, 0, ""));

        var call = call("audit", "reindex", "--from", "6h");

        assertThat(call.code()).isZero();
        assertThat(call.out())
                .isEqualTo(
                        "6 created, 4 there already, 0 under an id that another record has, 2 that no index takes.\n");
        assertThat(distributor.requests())
                .containsExactly("GET " + REINDEX + "?since=6h&until=0s", "POST " + REINDEX, "POST " + REINDEX);
    }

    @Test
    void anotherRecordUnderAnIdIsSaidAndEndsWithOne() {
        distributor.answers(REINDEX, 200, answer(10, 1, "another record stands under the id x"));

        var call = call("audit", "reindex", "--from", "2026-01-31", "--to", "2026-02-01");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).contains("The first that is not there: another record stands under the id x.");
        assertThat(call("audit", "reindex", "--from", "6h", "--output", "json").out())
                .contains("\"conflict\": 2", "\"created\": 6");
    }

    @Test
    void anAnswerThatDoesNotGoOnIsNotAskedForEver() {
        distributor.answers(REINDEX, 200, answer(0, 0, ""));

        assertThat(call("audit", "reindex", "--from", "6h").code()).isZero();
        assertThat(distributor.requests()).hasSize(1 + 10 + 5);
    }

    @Test
    void whereNobodyAnswersNothingIsSaidOfPolicies() {
        distributor.close();
        var call = call("audit", "dead-letter", "retry", "a");

        assertThat(call.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(call.err())
                .contains("Nothing was indexed. Start a distributor there")
                .doesNotContain("published");
    }

    @Test
    void whoeverIsBusyOrMayNotIsSaid() {
        distributor.answers(REINDEX, 409, "{\"detail\": \"reindex: somebody else indexes\"}");

        var call = call("audit", "reindex", "--from", "6h");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.err()).contains("somebody else indexes");
    }
}
