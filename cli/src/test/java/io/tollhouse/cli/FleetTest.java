package io.tollhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.cli.api.FakeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest extends LocalFleetTest {
    @Test
    void theFleetIsASentenceAndATableWithWhatIsWrongBelowEachRow() {
        distributor.with(
                FakeNode.prompt("a", 1),
                FakeNode.silent("b", "lost").with("ledgerBytes", 1_572_864).with("ageMillis", 754_000),
                FakeNode.refusing("c", "feed: Kafka does not answer").with("overlay", "0123456789abcdef"));

        var call = call("fleet");

        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("""
                        revision 6 is in force; 2 live, 1 lost
                        NODE  BOOT          PRESENCE  STATE  REVISION  ADDRESS         TUNNELS  BACKLOG  OVERLAY       AGE
                        a     000000000061  live      ready  6         127.0.0.1:3128  2        0 B      -             1.2 s
                        b     000000000062  lost      ready  6         127.0.0.1:3128  2        1.5 MiB  -             12 min
                          It may still serve agents, by revision 6: it fell silent without a farewell. See whether it runs and reaches Kafka.
                        c     000000000063  live      ready  6         127.0.0.1:3128  2        0 B      0123456789ab  1.2 s
                          feed: Kafka does not answer
                        audit trail: no gaps
                        """);
    }

    @Test
    void anEmptyFleetIsASentence() {
        distributor.answers("/v1/fleet", 200, "{\"revision\": 0, \"nodes\": []}");

        assertThat(call("fleet").out()).isEqualTo("no policy has been published yet; 0 live\naudit trail: no gaps\n");
    }

    @Test
    void twinsAreNamed() {
        distributor.with(
                FakeNode.prompt("a", 1).with("twin", true),
                FakeNode.refusing("a", "twin: another node runs under the id a").with("twin", true));

        assertThat(call("fleet").out().lines())
                .filteredOn(line -> line.contains("twin") || line.startsWith("  "))
                .hasSize(4)
                .contains(
                        "  Another live node has this id. Give one of them another node.id.",
                        "  twin: another node runs under the id a");
        assertThat(call("fleet").out()).contains(" live, twin  ready ");
    }

    @ParameterizedTest(name = "{0} ms, {1}: {2}")
    @CsvSource({
        "0,        ,                       ''",
        "1000,     ,                       ''",
        "1001,     ,                       Its clock is 1.0 s behind the brokers'.",
        "-4200,    ,                       Its clock is 4.2 s ahead of the brokers'.",
        "-3600000, clock: it is ahead,     clock: it is ahead",
    })
    void aClockThatIsOddIsNamedOnce(long skew, @Nullable String error, String note) {
        var node = error == null ? FakeNode.prompt("a", 1) : FakeNode.refusing("a", error);
        distributor.with(node.with("skew", skew));

        var out = call("fleet").out();

        assertThat(out.lines().skip(3).filter(line -> !line.startsWith("audit")).map(String::strip))
                .containsExactlyElementsOf(note.isEmpty() ? List.of() : List.of(note));
    }

    @Test
    void topicsThatAreWrongStandBelow() {
        distributor.answers("/v1/fleet", 200, """
                {"revision": 1, "nodes": [], "topics": [
                  {"name": "tollhouse.audit", "problem": "is not there", "command": "kafka-topics.sh --create …"},
                  {"name": "tollhouse.fleet", "problem": "has 2 partitions", "command": null}]}
                """);

        assertThat(call("fleet").out()).isEqualTo("""
                        revision 1 is in force; 0 live
                        topic tollhouse.audit: is not there
                          kafka-topics.sh --create …
                        topic tollhouse.fleet: has 2 partitions
                        audit trail: no gaps
                        """);
    }

    @Test
    void gapsOfTheAuditTrailAreNamedNodeByNode() throws Exception {
        distributor.answers("/v1/audit/gaps", 200, """
                {"nodes": [{"node": "a", "streams": 1, "open": 1, "final": 0},
                           {"node": "b", "streams": 2, "open": 1, "final": 1}]}
                """);

        assertThat(call("fleet").out())
                .endsWith(
                        "audit trail: 2 gaps open, 1 final: a (1 open, 0 final, in 1 stream);"
                                + " b (1 open, 1 final, in 2 streams). See tollhouse audit search event.kind:alert --since 7d\n");
        assertThat(new JsonMapper()
                        .readTree(call("fleet", "--output", "json").out())
                        .at("/trail/nodes/1/final")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 503})
    void whereNobodyKnowsOfGapsTheFleetIsShownAllTheSame(int status) throws Exception {
        distributor.with(FakeNode.prompt("a", 1)).answers("/v1/audit/gaps", status, "{\"detail\": \"Nobody knows.\"}");

        var call = call("fleet");

        assertThat(call.code()).isZero();
        assertThat(call.out())
                .contains("1 live")
                .endsWith("audit trail: whether it has gaps cannot be told: Nobody knows.\n");
        assertThat(new JsonMapper()
                        .readTree(call("fleet", "--output", "json").out())
                        .at("/trail/error")
                        .asText())
                .isEqualTo("Nobody knows.");
    }

    @Test
    void forProgramsThereIsEverything() throws Exception {
        distributor.with(FakeNode.prompt("a", 1).with("applied", "here").with("skew", 3));

        var node = new JsonMapper()
                .readTree(call("fleet", "--output", "json").out())
                .path("nodes")
                .path(0);

        assertThat(node.path("applied").asText()).isEqualTo("here");
        assertThat(node.path("skew").asLong()).isEqualTo(3);
    }

    @Test
    void anOlderDistributorsAnswerIsEnough() {
        distributor.answers(
                "/v1/fleet", 200, "{\"revision\": 1, \"nodes\": [{\"node\": \"a\", \"presence\": \"live\"}]}");

        assertThat(call("fleet").out()).startsWith("revision 1 is in force; 1 live\nNODE  BOOT");
    }
}
