package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
