package io.tollhouse.local.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.contract.fleet.Topic;
import io.tollhouse.local.consumer.TestConsumer;
import io.tollhouse.local.outages.ElasticRelay.Sabotage;
import io.tollhouse.local.outages.ElasticRelay.Trouble;
import io.tollhouse.local.testing.Said;
import io.tollhouse.local.testing.TestElasticsearch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults under load. Each ends with a comparison of what clients were answered and what the index has, by a program that imports nothing of
 * the product; and where somebody on the way to the index takes, doubles or changes one record, that comparison must name it. How long
 * and how often are settings of the test: {@code -Dtollhouse.outage=60s -Dtollhouse.kills=20}. Both files of each scenario stay in
 * {@code target/chaos}.
 */
class ChaosIT {
    private static final Path KEPT = Path.of("target", "chaos").toAbsolutePath();
    private static final Path COMPARE = Path.of("src", "chaos", "Compare.java").toAbsolutePath();
    private static final Duration OUTAGE =
            Duration.parse("PT" + System.getProperty("tollhouse.outage", "5s").toUpperCase(Locale.ROOT));
    private static final int KILLS = Integer.getInteger("tollhouse.kills", 2);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int SOME = 20;
    private static final List<Sabotage> KINDS = List.of(Sabotage.values());
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Paths of the scenarios before. */
    private static final List<String> SENT = new ArrayList<>();

    private static ElasticRelay relay;
    private static OutagesFleet fleet;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Files.createDirectories(KEPT);
        relay = new ElasticRelay(TestElasticsearch.shared().url());
        fleet = OutagesFleet.start(folder, relay.url());
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
            relay.close();
        }
    }

    @BeforeEach
    void nothingIsUnderWay() throws Exception {
        nothingIsLeft();
    }

    private static void nothingIsLeft() throws Exception {
        fleet.awaitReady();
        awaitDrained();
        fleet.elasticsearch().ask("DELETE", "/tollhouse-audit-*,tollhouse-envelope-*", "");
    }

    private static void awaitDrained() {
        await("everything is in Kafka")
                .atMost(SOON)
                .until(() ->
                        fleet.nodes().stream().allMatch(node -> node.process().metric("tollhouse_ledger_bytes") == 0));
        awaitIndexed();
    }

    /** What is committed is indexed. */
    private static void awaitIndexed() {
        await("everything is in the index")
                .atMost(SOON)
                .until(() -> fleet.broker().lag("tollhouse-audit", Topic.AUDIT) == 0);
    }

    private static int answers(Load load) {
        return load.refused().size() + load.letThrough().size();
    }

    private static void awaitMore(Load load) {
        int before = answers(load);
        await().atMost(SOON).until(() -> answers(load) > before + SOME);
    }

    /** What happens while clients ask. */
    private interface Fault {
        void happens(Load load) throws Exception;
    }

    private static Said run(String scenario, Fault fault) throws Exception {
        Load load = Load.on(fleet.nodes());
        try (load) {
            awaitMore(load);
            fault.happens(load);
            awaitMore(load);
            load.endWithBreaks();
        }
        fleet.awaitReady();
        awaitDrained();
        fleet.elasticsearch().ask("POST", "/tollhouse-audit-*/_refresh", "");
        var client = Files.write(
                KEPT.resolve(scenario + "-client.ndjson"), lines(load).toList());
        var index = Files.write(KEPT.resolve(scenario + "-index.ndjson"), documents());
        var said = Said.by(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        COMPARE.toString(),
                        scenario,
                        client.toString(),
                        index.toString(),
                        String.valueOf(fleet.broker().records(Topic.DEAD_LETTER))),
                KEPT.resolve(scenario + ".err"));
        System.out.println(said.out().strip()); // for whoever runs ./tollhouse chaos
        return said;
    }

    /** A node that is killed sends again what was acknowledged and stood in one file with what was not. */
    private static Stream<String> lines(Load load) {
        var before = SENT.stream().map(path -> line(path, -1)).toList();
        var now = linesOf(load).toList();
        load.letThrough().forEach(asked -> SENT.add(asked.path()));
        load.refused().forEach(asked -> SENT.add(asked.path()));
        SENT.addAll(load.unanswered());
        return Stream.concat(now.stream(), before.stream());
    }

    private static Stream<String> linesOf(Load load) {
        var answered = Stream.concat(load.letThrough().stream(), load.refused().stream())
                .map(asked -> line(asked.path(), asked.answer().status()));
        return Stream.concat(answered, load.unanswered().stream().map(path -> line(path, 0)));
    }

    private static String line(String path, int status) {
        return "{\"path\":\"%s\",\"status\":%d}".formatted(path, status);
    }

    /** Byte for byte, as they stand in the answer. */
    private static byte[] documents() throws IOException, InterruptedException {
        var all = fleet.elasticsearch()
                .ask("POST", "/tollhouse-audit-*,tollhouse-envelope-*/_search?size=10000", "")
                .getBytes(StandardCharsets.UTF_8);
        var documents = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createParser(all)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("_source")) {
                    json.nextToken();
                    int from = (int) json.currentTokenLocation().getByteOffset();
                    json.skipChildren();
                    documents.write(all, from, (int) json.currentLocation().getByteOffset() - from);
                    documents.write('\n');
                }
            }
        }
        return documents.toByteArray();
    }

    private static void isWhole(Said said) {
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("\"duplicate\":0,\"missing\":0,\"foreign\":0,\"gaps\":0");
    }

    /** A fault after which everything must be there; and in the long form once more, where something is done to one record too. */
    private static void holds(String scenario, Fault fault) throws Exception {
        isWhole(run(scenario, fault));
        if (Boolean.getBoolean("tollhouse.sabotage")) {
            nothingIsLeft();
            isFound(scenario, KINDS.get(Math.floorMod(scenario.hashCode(), KINDS.size())), fault);
        }
    }

    /** Behind the fault, since what is sent again because of it would mend what was done. */
    private static void isFound(String scenario, Sabotage sabotage, Fault fault) throws Exception {
        var name = scenario + "-" + sabotage.name().toLowerCase(Locale.ROOT);
        var said = run(name, load -> {
            fault.happens(load);
            relay.does(sabotage);
            await().atMost(SOON).until(() -> relay.sabotaged() != null);
        });

        assertThat(said.exit()).as(said.out()).isEqualTo(1);
        var id = String.valueOf(relay.sabotaged());
        var stream = id.substring(0, id.lastIndexOf('-'));
        long sequence = Long.parseLong(id.substring(stream.length() + 1), 16);
        assertThat(said.out())
                .contains(
                        switch (sabotage) {
                            case DROP -> "gap: " + stream + " " + sequence + " to " + sequence;
                            case DOUBLE -> "twice: " + id;
                            case CHANGE -> "changed: " + id;
                        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Sabotage.class)
    void whereOneRecordIsTakenDoubledOrChangedOnItsWayTheComparisonNamesIt(Sabotage sabotage) throws Exception {
        isFound("sabotage", sabotage, ChaosIT::awaitMore);
    }

    @Test
    void aNodeIsKilled() throws Exception {
        holds("1-node-killed", load -> {
            for (int kill = 0; kill < KILLS; kill++) {
                fleet.killAndStartAgain(fleet.node(1).process());
                awaitMore(load);
            }
        });
    }

    @Test
    void kafkaIsDown() throws Exception {
        holds("2-kafka-down", load -> {
            fleet.broker().kill();
            try {
                away();
            } finally {
                fleet.broker().startAgain();
            }
            fleet.awaitReady();
        });
    }

    @Test
    void elasticsearchIsKilled() throws Exception {
        holds("4-elasticsearch-killed", load -> {
            fleet.elasticsearch().kill();
            try {
                away();
            } finally {
                fleet.elasticsearch().startAgain();
            }
        });
    }

    private static void away() {
        long since = System.nanoTime();
        await().atMost(OUTAGE.plus(SOON)).until(() -> System.nanoTime() - since > OUTAGE.toNanos());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOO_MANY", "TOO_LARGE", "UNANSWERED", "CUT"})
    void elasticsearchAnswersBadly(Trouble trouble) throws Exception {
        holds("5-" + trouble.name().toLowerCase(Locale.ROOT), load -> {
            relay.make(trouble);
            try {
                await().atMost(SOON).until(() -> relay.troubled() > 2);
            } finally {
                relay.make(Trouble.NONE);
            }
        });
    }

    /** What no index takes, in the ways that were thought of. */
    private static List<byte[]> poison() {
        var id = "{\"event.id\":\"node-9-0123456789ab-0001-%s\",\"@timestamp\":\"2026-01-01T00:00:00.000Z\"}";
        return Stream.of(
                        "not JSON",
                        "{\"a\":1}\n{\"delete\":{}}",
                        id.formatted("0".repeat(600)),
                        "[]",
                        "{}",
                        "{\"event.id\":\"node-9-0123456789ab-0001-000000000001\",\"@timestamp\":\"yesterday\"}",
                        id.formatted("000000000002") + " ",
                        "{\"x\":\"" + "x".repeat(70_000) + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void poisonIsKeptAsideAndHoldsNothingUp() throws Exception {
        holds("7-poison", load -> {
            long letters = fleet.broker().records(Topic.DEAD_LETTER);
            fleet.broker().send(Topic.AUDIT, poison());
            await().atMost(SOON).until(() -> fleet.broker().records(Topic.DEAD_LETTER) == letters + poison().size());
        });
        assertThat(Files.readString(KEPT.resolve("7-poison-index.ndjson")).lines())
                .filteredOn(line -> line.contains("\"pipeline_error\""))
                .hasSizeGreaterThanOrEqualTo(poison().size());
    }

    @Test
    void consumersComeAndGo() throws Exception {
        holds("9-consumers", load -> {
            for (int turn = 0; turn < KILLS; turn++) {
                var more = TestConsumer.start(fleet.broker().address(), fleet.folder(), "consumer-more", relay.url());
                try {
                    more.process().awaitReady();
                    awaitMore(load);
                } finally {
                    more.process().stop();
                }
                awaitMore(load);
            }
        });
    }

    @Test
    void everythingIsRestartedInTurnAndTheTopicGrows() throws Exception {
        holds("16-restarts", load -> {
            fleet.broker().grow(Topic.AUDIT);
            for (var node : fleet.nodes()) {
                assertThat(node.process().stop()).isZero();
                node.process().startAgain();
                node.awaitReady();
            }
            fleet.consumer().process().stop();
            fleet.consumer().process().startAgain();
            awaitMore(load);
        });
    }

    /** At the moment between a bulk request and the commit behind it. */
    @Test
    void theConsumerIsKilledBetweenBulkAndCommit() throws Exception {
        holds("8-consumer-killed", load -> {
            for (int kill = 0; kill < KILLS; kill++) {
                relay.make(Trouble.UNANSWERED);
                try {
                    await().atMost(SOON).until(() -> relay.troubled() > 0);
                    fleet.consumer().process().kill();
                } finally {
                    relay.make(Trouble.NONE);
                }
                fleet.consumer().process().startAgain();
                awaitMore(load);
            }
        });
    }

    private static JsonNode hits(String more) throws Exception {
        var query = """
                {"query": {"bool": {"filter": [{"term": {"tollhouse.stream": 1}}, {"term": {"observer.name": "node-1"}}, %s]}}}""".formatted(more);
        return MAPPER.readTree(fleet.elasticsearch().ask("POST", "/tollhouse-audit-*/_search?size=1000", query))
                .path("hits")
                .path("hits");
    }

    private static String path(JsonNode hit) {
        return "/" + hit.path("_index").asText() + "/_doc/" + hit.path("_id").asText() + "?refresh=true";
    }

    private static void delete(String which) throws Exception {
        for (var hit : hits(which)) {
            fleet.elasticsearch().ask("DELETE", path(hit), "");
        }
    }

    private static String verify() throws Exception {
        var said = fleet.cli().tollhouse("audit", "verify", "--to", "0s", "--output", "json");
        assertThat(said.exit()).as(said.err()).isEqualTo(said.out().contains("\"whole\": true") ? 0 : 1);
        return said.out();
    }

    /** Each change stays when the next is made. */
    @Test
    void somebodyWhoCanWriteToTheIndexIsFoundOut() throws Exception {
        for (var node : fleet.nodes()) {
            assertThat(node.process().stop()).isZero();
        }
        awaitIndexed();
        fleet.elasticsearch().ask("DELETE", "/tollhouse-audit-*,tollhouse-envelope-*", "");
        for (var node : fleet.nodes()) {
            node.process().startAgain();
        }
        isWhole(run("13-index-changed", ChaosIT::awaitMore));
        assertThat(verify()).contains("\"whole\": true");

        for (var hit : hits("{\"term\": {\"event.sequence\": 3}}")) {
            ((ObjectNode) hit.path("_source")).put("rule.id", "edited");
            fleet.elasticsearch().ask("PUT", path(hit), hit.path("_source").toString());
        }
        assertThat(verify()).contains("\"kind\": \"edited\"", "\"sequence\": 3");

        delete("{\"term\": {\"event.sequence\": 3}}");
        assertThat(verify())
                .contains("\"kind\": \"deleted\"", "record 3 is not there")
                .doesNotContain("edited");

        assertThat(fleet.node(1).process().stop()).isZero();
        try {
            awaitIndexed();
            delete("{\"range\": {\"event.sequence\": {\"gte\": 5}}}");
            assertThat(verify()).contains("\"kind\": \"cut\"", "from 5 on nothing is there");
        } finally {
            fleet.node(1).process().startAgain();
        }
    }

    @Test
    void nothingHappens() throws Exception {
        var said = run("0-nothing", load -> awaitMore(load));
        isWhole(said);
        assertThat(said.out()).contains("\"envelope\":0");
        assertThat(List.of(KEPT.resolve("0-nothing-client.ndjson"), KEPT.resolve("0-nothing-index.ndjson")))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }
}
