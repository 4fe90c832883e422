package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterTest extends LocalFleetTest {
    private static final String RETRY = "/v1/audit/dead-letter/retry";
    private static final String ID = "node-1-0123456789ab-0001-00000000002a";

    private static String envelope(String id) {
        return """
                {"@timestamp":"2026-01-31T10:00:00.000Z","event.id":"%s","event.kind":"pipeline_error",\
                "error.message":"document_parsing_exception: \\u001b[2J","user.name":"ci-1","tollhouse.ingest.partition":2,\
                "tollhouse.ingest.offset":17,"tollhouse.envelope.original":"e30="}""".formatted(id);
    }

    private static String results(String... outcomes) {
        var results = IntStream.range(0, outcomes.length)
                .mapToObj(i ->
                        "{\"id\": \"id-%d\", \"outcome\": \"%s\", \"cause\": \"a date\"}".formatted(i, outcomes[i]))
                .toList();
        return "{\"results\": [" + String.join(", ", results) + "]}";
    }

    @Test
    void theListSaysWhichRecordWhoseWhereAndWhy() {
        distributor.record(envelope(ID)).record(envelope("topic-0-4"));

        var call = call("audit", "dead-letter", "list", "--from", "7d");

        assertThat(call.code()).isZero();
        assertThat(call.out().lines().toList())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1).split(" {2,}"))
                        .containsExactly(
                                "2026-01-31T10:00:00.000Z",
                                "ci-1",
                                "node-1",
                                "2/17",
                                ID,
                                "document_parsing_exception: ?[2J"));
        assertThat(distributor.requests())
                .containsExactly("GET /v1/audit?q=event.kind:pipeline_error&since=7d&sort=desc&limit=100");
    }

    @Test
    void programsGetEnvelopesAsTheyAreStored() {
        distributor.record(envelope(ID));

        assertThat(call("audit", "dead-letter", "list", "--output", "json").out())
                .isEqualTo(envelope(ID) + "\n");
    }

    @Test
    void thoseThatAreNamedAreTriedAgain() {
        distributor.answers(RETRY, 200, results("created", "duplicate"));

        var call = call("audit", "dead-letter", "retry", ID, "other");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("1 created, 1 there already, 0 not.\n");
        assertThat(distributor.requests()).containsExactly("POST " + RETRY);
    }

    @Test
    void whatStaysIsSaidWithItsCause() {
        distributor.answers(RETRY, 200, results("created", "poison", "conflict", "missing"));

        var call = call("audit", "dead-letter", "retry", "a", "b", "c", "d");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).isEqualTo("""
                ID    OUTCOME   CAUSE
                id-1  poison    a date
                id-2  conflict  a date
                id-3  missing   a date
                1 created, 0 there already, 3 not.
                """);
        assertThat(call("audit", "dead-letter", "retry", "a", "--output", "json")
                        .out())
                .contains("\"stayed\": 3", "\"created\": 1");
    }

    @Test
    void allAreTriedAFewAtATimeAndWhatIsGoneMeanwhileIsFine() {
        IntStream.range(0, 25).forEach(i -> distributor.record(envelope("id-" + i)));
        distributor.answers(RETRY, 200, results("created", "missing"));

        var call = call("audit", "dead-letter", "retry", "--all");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("3 created, 0 there already, 0 not.\n");
        assertThat(distributor.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .hasSize(3);
    }

    @Test
    void whereItFailsInTheMiddleWhatWasDoneIsSaid() {
        distributor.record(envelope(ID)).answers(RETRY, 409, "{\"detail\": \"dead letters: others are tried\"}");

        var call = call("audit", "dead-letter", "retry", "--from", "7d");

        assertThat(call.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(call.out()).isEqualTo("0 created, 0 there already, 0 not.\n");
        assertThat(call.err()).contains("others are tried");
    }

    @Test
    void oneOfTheThreeWaysMustBeNamed() {
        assertThat(call("audit", "dead-letter", "retry").code()).isEqualTo(ExitCode.USAGE);
        assertThat(call("audit", "dead-letter", "retry", ID, "--all").err()).contains("one of the three");
        assertThat(distributor.requests()).isEmpty();
    }
}
