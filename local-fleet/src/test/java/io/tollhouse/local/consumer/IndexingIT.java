package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollhouse.contract.audit.AuditStream;
import io.tollhouse.local.testing.TestElasticsearch;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written to the audit topic is in the index: once, byte for byte, and nothing stops the rest. */
class IndexingIT {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static TestElasticsearch elasticsearch;

    @SuppressWarnings("NullAway.Init")
    private static ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private static TestConsumer consumer;

    private long committedBefore;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        elasticsearch = TestElasticsearch.shared();
        fleet = ConsumerFleet.start(folder);
        consumer = fleet.consumer("consumer", elasticsearch.url());
        consumer.process().awaitReady();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void emptyIndex() throws Exception {
        TestElasticsearch.shared();
        committedBefore = fleet.committedInAll();
    }

    private void awaitCommitted(int records) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(fleet.committedInAll() - committedBefore).isEqualTo(records));
    }

    /** What the consumer has counted of a result since it was started. */
    private static double counted(String result) throws Exception {
        var line = "tollhouse_indexed_total{result=\"" + result + "\"} ";
        return fleet.get(consumer.api(), "/metrics").lines().stream()
                .filter(text -> text.startsWith(line))
                .mapToDouble(text -> Double.parseDouble(text.substring(line.length())))
                .sum();
    }

    private void awaitFound(String query, int number) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(fleet.find(consumer.api(), query)).hasSize(number));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A document without what the consumer put behind the record's last field. */
    private static String withoutIngest(String document) {
        return document.replaceFirst(
                ",\"tollhouse.ingest.partition\":[0-2],\"tollhouse.ingest.offset\":[0-9]+,"
                        + "\"tollhouse.ingest.appended\":\"[0-9T:.-]+Z\"}$",
                "}");
    }

    @Test
    void everyRecordIsFoundOnceWithItsOwnBytes() throws Exception {
        var records = new Records("00000000000a").refusals(2_500);
        fleet.sendAll(0, records.subList(0, 1_000));
        fleet.sendAll(1, records.subList(1_000, 2_500));

        awaitFound("", 2_500);

        var found = fleet.find(consumer.api(), "").stream()
                .map(IndexingIT::withoutIngest)
                .toList();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(record -> text(record.bytes())).toList());
        awaitCommitted(2_500);
        var topic = fleet.get(consumer.api(), "/v1/audit/topic?since=1h");
        assertThat(topic.lines())
                .containsAll(
                        records.stream().map(record -> text(record.bytes())).toList())
                .last()
                .asString()
                .startsWith("{\"tollhouse.topic.records\": ");
    }

    @Test
    void aRecordThatComesTwiceIsThereOnce() throws Exception {
        double created = counted("created");
        double duplicates = counted("duplicate");
        var records = new Records("00000000000b").refusals(200);
        fleet.sendAll(0, records);
        fleet.sendAll(1, records);
        awaitCommitted(400);

        awaitFound("", 200);
        assertThat(counted("created") - created).isEqualTo(200);
        assertThat(counted("duplicate") - duplicates).isEqualTo(200);
    }

    @Test
    void aRecordThatDoesNotComeIsSaidAndSearchedForUntilItComes() throws Exception {
        var others = new Records("0000000000f1");
        var records = new Records("0000000000e1").refusals(4);
        double open = consumer.process().metric("tollhouse_continuity_open");
        double closed = consumer.process().metric("tollhouse_continuity_closed_total");
        var sent = new AtomicInteger(records.size());
        fleet.sendAll(0, records.subList(0, 2));
        awaitCommitted(2); // a gap has the name of all that was overtaken
        fleet.sendAll(0, records.subList(3, 4));

        await("it is missed once the broker's time has gone on")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    fleet.sendAll(0, others.refusals(1));
                    sent.incrementAndGet();
                    assertThat(consumer.process().readiness().body())
                            .contains("\"ready\":true", "records 2 to 2 of node-1/0000000000e1/0001 have not come");
                });
        awaitFound("event.kind:alert node:node-1 tollhouse.about.from:2", 1);
        assertThat(consumer.process().metric("tollhouse_continuity_open"))
                .as("other tests have gaps too")
                .isGreaterThan(open);

        fleet.sendAll(0, records.subList(2, 3));
        awaitCommitted(sent.get());
        await("it has come")
                .atMost(SOON)
                .until(() -> consumer.process().metric("tollhouse_continuity_closed_total") == closed + 1);
        assertThat(consumer.process().readiness().body()).doesNotContain("0000000000e1");
    }

    @Test
    void aRecordThatDoesNotComeIsMissedByTheConsumerThatComesNextAndByTheOneAfterIt() throws Exception {
        var others = new Records("0000000000f2");
        var records = new Records("0000000000e2").refusals(4);
        fleet.sendAll(0, records.subList(0, 2));
        awaitCommitted(2); // a gap has the name of all that was overtaken
        fleet.sendAll(0, records.subList(3, 4));
        awaitCommitted(3);
        var sent = new AtomicInteger(4);
        consumer.process().kill();
        consumer.process().startAgain();

        await("it is missed once the broker's time has gone on")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    fleet.sendAll(0, others.refusals(1));
                    sent.incrementAndGet();
                    assertThat(consumer.process().readiness().body())
                            .contains("records 2 to 2 of node-1/0000000000e2/0001 have not come")
                            .doesNotContain("progress");
                });
        awaitFound("event.kind:alert node:node-1 tollhouse.about.from:2", 1);
        consumer.process().stop();
        consumer.process().startAgain();
        await("it is missed still")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(consumer.process().readiness().body()).contains("0000000000e2"));
        await("whoever is asked tells of it")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(fleet.get(consumer.api(), "/v1/audit/gaps")
                                        .text())
                                .matches(
                                        "\\{\"nodes\":\\[\\{\"node\":\"node-1\",\"streams\":[0-9]+,\"open\":[0-9]+,\"final\":[1-9]}]}"));

        fleet.sendAll(0, records.subList(2, 3));
        awaitCommitted(sent.get());
        await("it has come")
                .atMost(SOON)
                .until(() -> consumer.process().metric("tollhouse_continuity_closed_total") == 1);
        assertThat(consumer.process().metric("tollhouse_continuity_gaps_total"))
                .as("said once, by the one before")
                .isZero();
        assertThat(consumer.process().readiness().body()).doesNotContain("0000000000e2");
    }

    @Test
    void poisonBecomesEnvelopesAndDeadLettersAndHarmsNoNeighbour() throws Exception {
        var records = new Records("00000000000c");
        var neighbours = records.refusals(10);
        var victim = records.refusal("victim", "victim.test");
        var poison = List.of(
                injection(records.refusal("mallory", "newline.test"), victim),
                Records.changed(
                        records.refusal("mallory", "long.test"),
                        "\"event.id\":\"node-1-",
                        "\"event.id\":\"" + "x".repeat(600)),
                "not JSON".getBytes(StandardCharsets.UTF_8),
                Records.changed(
                        records.refusal("mallory", "object.test"), "\"rule.id\":\"no-paste\"", "\"rule.id\":{\"a\":1}"),
                Records.changed(
                        records.refusal("mallory", "twice.test"),
                        "\"tollhouse.v\":1",
                        "\"tollhouse.v\":1,\"tollhouse\":5"));
        var all = new ArrayList<byte[]>();
        all.add(victim.bytes());
        neighbours.subList(0, 5).forEach(record -> all.add(record.bytes()));
        all.addAll(poison);
        neighbours.subList(5, 10).forEach(record -> all.add(record.bytes()));
        var letters = letters();
        poison.forEach(record -> letters.add(text(record)));
        fleet.send(0, all);

        awaitCommitted(all.size());
        awaitFound("-event.kind:pipeline_error", 11);
        awaitFound("event.kind:pipeline_error", poison.size());
        assertThat(fleet.find(consumer.api(), "agent:victim")).hasSize(1);
        assertThat(fleet.find(consumer.api(), "event.kind:pipeline_error agent:mallory verdict:deny host:*.test"))
                .as("envelopes are found by what can be made out of them")
                .hasSize(4);
        assertThat(letters()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(fleet.deadLetters())
                .extracting(IndexingIT::headers)
                .allSatisfy(headers -> assertThat(headers)
                        .contains("cause=", "topic=tollhouse.audit", "partition=0", "offset=", "appended="));
    }

    /** What the dead-letter topic has, also of other tests. */
    private static List<String> letters() {
        var all = new ArrayList<String>();
        fleet.deadLetters().forEach(letter -> all.add(text(letter.value())));
        return all;
    }

    @Test
    void aWriterThatGoesOnWithTheIdsOfAnotherIsFoundAndLosesNothing() throws Exception {
        double conflicts = counted("conflict");
        double duplicates = counted("duplicate");
        var letters = letters();
        var first = new Records("00000000000e");
        var common = first.refusals(3);
        var copy = new Records("00000000000e");
        copy.refusals(3);
        var ours = first.refusal("first", "ours.test");
        var theirs = copy.refusal("second", "theirs.test");
        letters.add(text(theirs.bytes()));

        fleet.sendAll(0, common);
        fleet.sendAll(0, List.of(ours));
        awaitCommitted(4);
        fleet.sendAll(1, common);
        fleet.sendAll(1, List.of(theirs));
        awaitCommitted(8);

        awaitFound("-event.kind:pipeline_error", 4);
        awaitFound("event.kind:pipeline_error agent:second host:theirs.test", 1);
        assertThat(counted("duplicate") - duplicates).isEqualTo(3);
        assertThat(counted("conflict") - conflicts).isEqualTo(1);
        assertThat(letters()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(compared("differing"))
                .as("its envelope is there")
                .doesNotContain(theirs.id().toString());
        elasticsearch.ask("DELETE", "/tollhouse-envelope-*", "");
        assertThat(compared("differing")).contains(theirs.id().toString());
    }

    @Test
    void aDeadLetterIsTriedAgainWhenWhatWasInItsWayIsGone() throws Exception {
        var first = new Records("000000000010");
        var copy = new Records("000000000010");
        var inTheWay = first.refusal("first", "in-the-way.test");
        var letter = copy.refusal("second", "letter.test");
        fleet.sendAll(0, List.of(inTheWay));
        awaitCommitted(1);
        fleet.sendAll(0, List.of(letter));
        fleet.send(0, List.of("not JSON either".getBytes(StandardCharsets.UTF_8)));
        awaitCommitted(3);
        awaitFound("event.kind:pipeline_error", 2);
        var bad = fleet.find(consumer.api(), "event.kind:pipeline_error -agent:second")
                .get(0);
        var badId = bad.replaceFirst(".*\"event.id\":\"([^\"]+)\".*", "$1");

        assertThat(retried(letter.id().toString())).contains("\"outcome\":\"conflict\"");
        var day = fleet.find(consumer.api(), "agent:first")
                .get(0)
                .substring(15, 25)
                .replace('-', '.');
        delete("tollhouse-audit-" + day, inTheWay.id().toString());

        assertThat(retried(letter.id().toString())).contains("\"outcome\":\"created\"");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(retried(letter.id().toString())).contains("\"outcome\":\"missing\""));
        assertThat(retried(badId)).contains("\"outcome\":\"poison\"");
        awaitFound("event.kind:pipeline_error", 1);
        awaitFound("agent:second", 1);
        assertThat(withoutIngest(fleet.find(consumer.api(), "agent:second").get(0)))
                .isEqualTo(text(letter.bytes()));
    }

    @Test
    void anIndexThatWasLostComesBackFromTheTopicAsItWas() throws Exception {
        fleet.sendAll(2, new Records("0000000000d2").refusals(1_200));
        var ours = "tollhouse.boot:0000000000d2";
        awaitFound(ours, 1_200);
        awaitCommitted(1_200);
        var before = fleet.find(consumer.api(), ours);

        elasticsearch.ask("DELETE", "/tollhouse-audit-*", "");
        assertThat(compared("lacking"))
                .containsAll(before.stream()
                        .map(document -> document.replaceFirst(".*\"event.id\":\"([^\"]+)\".*", "$1"))
                        .toList());
        assertThat(reindexed()).isGreaterThanOrEqualTo(1_200);

        awaitFound(ours, 1_200);
        assertThat(fleet.find(consumer.api(), ours)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(reindexed()).as("once more").isZero();
    }

    /** As the command line does it; how many were not there. */
    private static int reindexed() throws Exception {
        var plan = MAPPER.readTree(
                fleet.get(consumer.api(), "/v1/audit/reindex", "since", "1h").text());
        int created = 0;
        for (var slice : plan.path("slices")) {
            for (long next = slice.path("from").asLong();
                    next < slice.path("to").asLong(); ) {
                var body = ((ObjectNode) slice.deepCopy())
                        .put("topicId", plan.path("topicId").asText())
                        .put("from", next);
                var request = HttpRequest.newBuilder(consumer.api().resolve("/v1/audit/reindex"))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
                var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                next = MAPPER.readTree(answer.body()).path("next").asLong();
                created += MAPPER.readTree(answer.body()).path("created").asInt();
            }
        }
        return created;
    }

    /** Ids that a comparison of the topic with the index names. */
    private static List<String> compared(String what) throws Exception {
        var plan = MAPPER.readTree(
                fleet.get(consumer.api(), "/v1/audit/comparison", "since", "1h").text());
        var ids = new ArrayList<String>();
        for (var slice : plan.path("slices")) {
            for (long next = slice.path("from").asLong();
                    next < slice.path("to").asLong(); ) {
                var path = "/v1/audit/comparison/slice?topicId=%s&partition=%s&from=%d&to=%s"
                        .formatted(plan.path("topicId").asText(), slice.path("partition"), next, slice.path("to"));
                var answer = MAPPER.readTree(fleet.get(consumer.api(), path).text());
                next = answer.path("next").asLong();
                answer.path(what).forEach(id -> ids.add(id.asText()));
            }
        }
        return ids;
    }

    /** An envelope that was deleted is found for a moment, and its event is there then. */
    private static String retried(String id) throws Exception {
        var request = HttpRequest.newBuilder(consumer.api().resolve("/v1/audit/dead-letter/retry"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"ids\": [\"" + id + "\"]}"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void delete(String index, String id) throws Exception {
        var request = HttpRequest.newBuilder(elasticsearch.url().resolve("/" + index + "/_doc/" + id + "?refresh=true"))
                .DELETE()
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    /** Two more lines, of which the first would delete another document, were they handed on as they are. */
    private static byte[] injection(AuditStream.Encoded record, AuditStream.Encoded victim) {
        return (text(record.bytes()) + "\n{\"delete\":{\"_id\":\"" + victim.id() + "\"}}\n{}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String headers(ConsumerRecord<byte[], byte[]> letter) {
        var texts = new ArrayList<String>();
        letter.headers().forEach(header -> texts.add(header.key() + "=" + text(header.value())));
        return texts.stream().collect(Collectors.joining(" "));
    }

    @Test
    void aSecondConsumerTakesOverWhatTheFirstHad() throws Exception {
        var second = fleet.consumer("second", elasticsearch.url());
        second.process().awaitReady();
        var records = new Records("00000000000d").refusals(900);
        for (int partition = 0; partition < 3; partition++) {
            fleet.sendAll(partition, records.subList(partition * 300, partition * 300 + 300));
        }

        assertThat(consumer.process().stop()).isZero();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fleet.find(second.api(), "")).hasSize(900));
        awaitCommitted(900);
        consumer.process().startAgain();
        consumer.process().awaitReady();
        assertThat(second.process().stop()).isZero();
    }
}
