package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditSearchTest extends LocalFleetTest {
    private static final String REFUSAL = """
            {"@timestamp":"2026-01-31T10:00:00.000Z","event.reason":"a metadata service","tollhouse.stage":"refusal",\
            "tollhouse.verdict":"deny","rule.id":"builtin.metadata","user.name":"research-1",\
            "destination.domain":"169.254.169.254","destination.port":80,"url.path":"/latest/","http.request.method":"GET",\
            "http.response.status_code":403}""";
    private static final String ADMISSION = """
            {"@timestamp":"2026-01-31T10:00:01.000Z","tollhouse.stage":"admission","tollhouse.verdict":"allow",\
            "rule.id":"packages","user.name":"ci-1","destination.domain":"2606:4700::1","destination.port":443,\
            "http.request.method":"CONNECT"}""";
    private static final String OUTCOME = """
            {"@timestamp":"2026-01-31T10:00:02.000Z","tollhouse.stage":"outcome","tollhouse.verdict":"route",\
            "rule.id":"demo","user.name":"ci-1","destination.domain":"demo.test","destination.port":80,"url.path":"/\\u001b[2J",\
            "http.request.method":"GET","http.response.status_code":200,"network.bytes":5120,"event.duration":12000000}""";
    private static final String ENVELOPE =
            "{\"@timestamp\":\"2026-01-31T10:00:03.000Z\",\"event.kind\":\"pipeline_error\",\"error.message\":\"no such date\"}";

    /** Spaces, escapes and letters that a reparse would write in another way. */
    private static String odd(int i) {
        return "{ \"n\" : " + i + ".10, \"text\":\"b\\u00fccher b\u00fccher \\/ \ud83d\ude80\" }";
    }

    private void records(int number) {
        IntStream.range(0, number).forEach(i -> distributor.record(odd(i)));
    }

    @Test
    void everythingComesByteForByteThroughPages() {
        records(2_345);

        var call = call("audit", "search", "verdict:deny", "--limit", "all", "--output", "json", "--since", "7d");

        var stored = IntStream.range(0, 2_345).mapToObj(i -> odd(i) + "\n").collect(Collectors.joining());
        assertThat(call.code()).isZero();
        assertThat(call.outBytes()).isEqualTo(stored.getBytes(StandardCharsets.UTF_8));
        assertThat(call.err()).isEmpty();
        assertThat(distributor.requests())
                .containsExactly(
                        "GET /v1/audit?q=verdict:deny&since=7d&limit=1000",
                        "GET /v1/audit?after=1000&limit=1000",
                        "GET /v1/audit?after=2000&limit=1000");
    }

    @Test
    void aLimitAcrossPagesIsKept() {
        records(1_500);

        var call = call("audit", "search", "--limit", "1200", "--output", "json");

        assertThat(call.out().lines()).hasSize(1_200);
        assertThat(call.err()).isEqualTo("1200 of 1500 shown; --limit all shows every one\n");
        assertThat(distributor.requests())
                .containsExactly("GET /v1/audit?limit=1000", "GET /v1/audit?after=1000&limit=200");
    }

    @Test
    void whatIsNotShownIsSaid() {
        records(340);

        assertThat(call("audit", "search", "agent:x").err()).startsWith("100 of 340 shown");
    }

    @Test
    void pagesThatBringNothingAndNeverEndAreNotFollowedForEver() {
        records(3);
        distributor.pagesWithoutRecords();

        var call = call("audit", "search", "--limit", "all", "--output", "json");

        assertThat(call.code()).isEqualTo(5);
        assertThat(call.err()).contains("a page without records");
    }

    @Test
    void nothingIsSaidToBeNothing() {
        var call = call("audit", "search", "agent:nobody");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("Nothing matches.");
    }

    @Test
    void peopleReadOneLineForEachRecord() {
        distributor.record(REFUSAL).record(ADMISSION).record(OUTCOME).record(ENVELOPE);

        assertThat(call("audit", "search", "agent:*").out()).isEqualTo("""
                        TIME                      AGENT       VERDICT  RULE              METHOD   DESTINATION                 RESULT
                        2026-01-31T10:00:00.000Z  research-1  deny     builtin.metadata  GET      169.254.169.254:80/latest/  403 a metadata service
                        2026-01-31T10:00:01.000Z  ci-1        allow    packages          CONNECT  [2606:4700::1]:443          admitted
                        2026-01-31T10:00:02.000Z  ci-1        route    demo              GET      demo.test:80/?[2J           200 5120 bytes in 12 ms
                        2026-01-31T10:00:03.000Z                                                                              not indexed no such date
                        """);
    }

    @Test
    void documentsInYamlStandBehindDashes() {
        distributor.record("{\"rule.id\":\"packages\",\"n\":1}").record("{\"rule.id\":\"no\",\"n\":2}");

        assertThat(call("audit", "search", "--output", "yaml").out())
                .isEqualTo("---\nrule.id: packages\n\"n\": 1\n---\nrule.id: \"no\"\n\"n\": 2\n");
    }

    @Test
    void theQueryIsPassedOnAsItIs() {
        call("audit", "search", "host:a.example", "OR", "bytes:>1000 & \"x y\"", "--sort", "asc", "--until", "5m");
        call("audit", "search", "--", "-verdict:deny");

        assertThat(distributor.requests())
                .containsExactly(
                        "GET /v1/audit?q=host:a.example OR bytes:>1000 & \"x y\"&until=5m&sort=asc&limit=100",
                        "GET /v1/audit?q=-verdict:deny&limit=100");
    }

    @Test
    void theTailShowsRecordsAndWhatWasLeftOut() {
        distributor.record(odd(1)).record("{\"tollhouse.tail.skipped\": 123}").record(odd(2));

        var call = call("audit", "tail", "verdict:deny", "--output", "json");

        assertThat(call.out()).isEqualTo(odd(1) + "\n" + odd(2) + "\n");
        assertThat(call.err()).isEqualTo("""
                        123 records left out: they came too fast. Narrow the query, or search.
                        tollhouse: the distributor ended the tail. Start it again.
                        """);
        assertThat(call.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(distributor.requests()).containsExactly("GET /v1/audit/tail?q=verdict:deny");
    }
}
