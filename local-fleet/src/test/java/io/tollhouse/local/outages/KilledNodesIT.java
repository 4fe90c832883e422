package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.local.testing.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that is killed under load, again and again: how often is a setting of the test, {@code -Dtollhouse.kills=20}. */
class KilledNodesIT {
    private static final Logger LOG = LoggerFactory.getLogger(KilledNodesIT.class);
    private static final int KILLS = Integer.getInteger("tollhouse.kills", 3);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Requests that a node answers before it is killed. */
    private static final int BETWEEN = 40;

    private static final List<String> WHOLE = List.of("admission", "outcome");
    private static final List<String> REFUSED = List.of("refusal");

    private static final JsonMapper MAPPER = new JsonMapper();

    private static OutagesFleet fleet;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        fleet = OutagesFleet.start(folder);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    private static int answers(Load load) {
        return load.refused().size() + load.letThrough().size();
    }

    @Test
    void everyAnsweredRequestHasItsRecordsAndWhatWasOpenHasAnOutcome() throws Exception {
        var node = fleet.node(1);
        var load = Load.on(List.of(node));
        try (load) {
            for (int kill = 0; kill < KILLS; kill++) {
                int before = answers(load);
                await().atMost(SOON).until(() -> answers(load) > before + BETWEEN);
                fleet.killAndStartAgain(node.process());
            }
            int before = answers(load);
            await().atMost(SOON).until(() -> answers(load) > before + BETWEEN);
            load.endWithBreaks();
        }
        fleet.awaitReady();
        LOG.warn(
                "killed {} times: {}; {} got no answer",
                KILLS,
                load,
                load.unanswered().size());

        assertThat(load.letThrough()).anyMatch(asked -> asked.answer().status() == 204);
        assertThat(load.unanswered()).isNotEmpty();
        await("each has its records, once")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    var stages = fleet.stagesByPath();
                    assertThat(wrong(load, stages)).isEmpty();
                });
        await().atMost(SOON).until(() -> node.process().metric("tollhouse_ledger_bytes") == 0);
        assertThat(node.process().metric("tollhouse_ledger_damage_total")).isZero();

        await("the last records are there too")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(verify().exit()).isZero());
        everyChangeIsFound();
    }

    private static Said verify() throws Exception {
        return fleet.cli().tollhouse("audit", "verify", "--to", "0s", "--output", "json");
    }

    private static final String INDEX = "/tollhouse-audit-*/";

    private static String of(String more) {
        return """
                {"query": {"bool": {"filter": [{"term": {"tollhouse.stream": 1}}, %s]}}}""".formatted(more);
    }

    private static JsonNode hits(String more) throws Exception {
        return MAPPER.readTree(fleet.elasticsearch().ask("POST", INDEX + "_search?size=1000", of(more)))
                .path("hits")
                .path("hits");
    }

    private static String path(JsonNode hit) {
        return "/" + hit.path("_index").asText() + "/_doc/" + hit.path("_id").asText() + "?refresh=true";
    }

    private static void delete(String more) throws Exception {
        for (var hit : hits(more)) {
            fleet.elasticsearch().ask("DELETE", path(hit), "");
        }
    }

    private static void edit(int sequence) throws Exception {
        for (var hit : hits("{\"term\": {\"event.sequence\": " + sequence + "}}")) {
            ((ObjectNode) hit.path("_source")).put("rule.id", "edited");
            fleet.elasticsearch().ask("PUT", path(hit), hit.path("_source").toString());
        }
    }

    /** What somebody can do who can write to the index, one after the other. */
    private static void everyChangeIsFound() throws Exception {
        var whole = verify();
        assertThat(whole.exit()).as(whole.out() + whole.err()).isZero();
        assertThat(whole.out()).contains("\"whole\": true");

        edit(3);
        assertThat(verify().out()).contains("\"kind\": \"edited\"", "\"sequence\": 3");

        delete("{\"term\": {\"event.sequence\": 3}}");
        var deleted = verify();
        assertThat(deleted.exit()).isEqualTo(1);
        assertThat(deleted.out())
                .contains("\"kind\": \"deleted\"", "record 3 is not there")
                .doesNotContain("edited");

        delete("{\"range\": {\"event.sequence\": {\"gte\": 5}}}");
        assertThat(verify().out()).contains("\"kind\": \"cut\"", "from 5 on nothing is there");
    }

    /** A request that got no answer has nothing, or all that it should. */
    private static Map<String, List<String>> wrong(Load load, Map<String, List<String>> stages) {
        var wrong = new HashMap<String, List<String>>();
        load.letThrough().forEach(asked -> {
            var expected = asked.answer().status() == 204 ? WHOLE : REFUSED;
            var found = stages.getOrDefault(asked.path(), List.of());
            if (!found.equals(expected)) {
                wrong.put(asked.path() + " " + asked.answer().status(), found);
            }
        });
        load.refused().forEach(asked -> {
            var found = stages.getOrDefault(asked.path(), List.of());
            if (!found.equals(REFUSED)) {
                wrong.put(asked.path() + " " + asked.answer().status(), found);
            }
        });
        load.unanswered().forEach(path -> {
            var found = stages.getOrDefault(path, List.of());
            if (!found.isEmpty() && !found.equals(WHOLE) && !found.equals(REFUSED)) {
                wrong.put(path, found);
            }
        });
        return wrong;
    }
}
