package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.local.outages.ElasticRelay.Sabotage;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody changes the trail: on its way, or where it lies. */
interface TrailFaults extends Faults {
    JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest(name = "{0}")
    @EnumSource(Sabotage.class)
    default void whereOneRecordIsTakenDoubledOrChangedOnItsWayTheComparisonNamesIt(Sabotage sabotage) throws Exception {
        scenarios().isFound("sabotage", sabotage, Scenarios::awaitMore);
    }

    private JsonNode hits(String more) throws Exception {
        var query = """
                {"query": {"bool": {"filter": [{"term": {"tollhouse.stream": 1}}, {"term": {"observer.name": "node-1"}}, %s]}}}""".formatted(more);
        return MAPPER.readTree(fleet().elasticsearch().ask("POST", "/tollhouse-audit-*/_search?size=1000", query))
                .path("hits")
                .path("hits");
    }

    private static String path(JsonNode hit) {
        return "/" + hit.path("_index").asText() + "/_doc/" + hit.path("_id").asText() + "?refresh=true";
    }

    private void delete(String which) throws Exception {
        for (var hit : hits(which)) {
            fleet().elasticsearch().ask("DELETE", path(hit), "");
        }
    }

    /** Nothing in the index tells any more that this node ever was. */
    private void deleteAll() throws Exception {
        var query = "{\"query\": {\"term\": {\"observer.name\": \"node-1\"}}, \"size\": 10000}";
        var all = MAPPER.readTree(fleet().elasticsearch().ask("POST", "/tollhouse-audit-*/_search", query));
        var lines = new StringBuilder();
        for (var hit : all.path("hits").path("hits")) {
            var line = MAPPER.createObjectNode();
            line.putObject("delete")
                    .put("_index", hit.path("_index").asText())
                    .put("_id", hit.path("_id").asText());
            lines.append(line).append('\n');
        }
        fleet().elasticsearch().ask("POST", "/_bulk?refresh=true", lines.toString());
    }

    /** What was there before the index was made anew is gone, and would be named. */
    private String verify(Instant from, String... more) throws Exception {
        var words = Stream.of(
                "audit",
                "verify",
                "--from",
                from.toString(),
                "--to",
                "0s",
                "--trusted-keys",
                fleet().trustedKeys().toString(),
                "--output",
                "json");
        var said = fleet().cli().tollhouse(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isEqualTo(said.out().contains("\"whole\": true") ? 0 : 1);
        assertThat(said.err()).doesNotContain("not checked", "not verified", "countersignature");
        return said.out();
    }

    /** Each change stays when the next is made. */
    @Test
    default void somebodyWhoCanWriteToTheIndexIsFoundOut() throws Exception {
        for (var node : fleet().nodes()) {
            assertThat(node.process().stop()).isZero();
        }
        scenarios().awaitIndexed();
        fleet().elasticsearch().ask("DELETE", "/tollhouse-audit-*,tollhouse-envelope-*", "");
        var begun = Instant.now();
        for (var node : fleet().nodes()) {
            node.process().startAgain();
        }
        Scenarios.isWhole(scenarios().run("13-index-changed", Scenarios::awaitMore));
        assertThat(verify(begun)).contains("\"whole\": true");
        scenarios().awaitDrained();
        assertThat(verify(begun, "--kafka")).contains("\"whole\": true");

        for (var hit : hits("{\"term\": {\"event.sequence\": 3}}")) {
            ((ObjectNode) hit.path("_source")).put("rule.id", "edited");
            fleet().elasticsearch().ask("PUT", path(hit), hit.path("_source").toString());
        }
        assertThat(verify(begun)).contains("\"kind\": \"edited\"", "\"sequence\": 3");

        delete("{\"term\": {\"event.sequence\": 3}}");
        assertThat(verify(begun))
                .contains("\"kind\": \"deleted\"", "record 3 is not there")
                .doesNotContain("edited");
        scenarios().awaitDrained();
        assertThat(verify(begun, "--kafka"))
                .as("the topic has it still")
                .contains("\"kind\": \"unindexed\"", "record 3 is on the audit topic and not in the index")
                .doesNotContain("\"deleted\"");

        assertThat(fleet().node(1).process().stop()).isZero();
        try {
            scenarios().awaitIndexed();
            delete("{\"range\": {\"event.sequence\": {\"gte\": 5}}}");
            assertThat(verify(begun)).contains("\"kind\": \"cut\"", "from 5 on nothing is there");

            deleteAll();
            assertThat(verify(begun))
                    .contains("\"kind\": \"missing\"", "node-1/")
                    .doesNotContain("\"kind\": \"cut\"");
        } finally {
            fleet().node(1).process().startAgain();
        }
    }
}
