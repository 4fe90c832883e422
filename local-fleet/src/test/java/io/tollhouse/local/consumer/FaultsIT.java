package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies in the middle: each record is in the index, once. */
class FaultsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        fleet = ConsumerFleet.start(folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private void awaitCommitted(long records) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fleet.committedInAll()).isEqualTo(records));
    }

    /** All documents of all indices, counted by Elasticsearch itself. */
    private static int documents(TestElasticsearch elasticsearch) throws Exception {
        elasticsearch.ask("POST", "/tollhouse-*/_refresh", "");
        var answer = elasticsearch.ask("GET", "/tollhouse-*/_count", "");
        return Integer.parseInt(answer.replaceFirst("^.*?\"count\":([0-9]+).*$", "$1"));
    }

    @Test
    void anElasticsearchKilledUnderLoadLosesAndDoublesNothing() throws Exception {
        var elasticsearch = TestElasticsearch.shared();
        var consumer = fleet.consumer("consumer", elasticsearch.url());
        consumer.process().awaitReady();
        var records = new Records("00000000001b").refusals(6_000);
        fleet.sendAll(0, records.subList(0, 2_000));

        elasticsearch.kill();
        fleet.sendAll(1, records.subList(2_000, 4_000));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(consumer.process().readiness().body()).contains("Elasticsearch does not answer"));
        assertThat(fleet.get(consumer.api(), "/v1/audit").status()).isEqualTo(503);
        assertThat(fleet.members()).isEqualTo(1);
        elasticsearch.startAgain();
        fleet.sendAll(2, records.subList(4_000, 6_000));

        awaitCommitted(6_000);
        assertThat(documents(elasticsearch)).isEqualTo(6_000);
        var ids = new HashSet<String>();
        fleet.find(consumer.api(), "").forEach(line -> ids.add(id(line)));
        assertThat(ids).hasSize(6_000);
        assertThat(fleet.members()).isEqualTo(1);
    }

    private static String id(String line) {
        return line.replaceFirst("^.*\"event.id\":\"([^\"]+)\".*$", "$1");
    }

    @Test
    void aServerThatRefusesMostOfItIsAskedUntilItHasAll() throws Exception {
        var elasticsearch = TestElasticsearch.start(
                folder.resolve("es"),
                Map.of(
                        "indexing_pressure.memory.limit", "400kb",
                        "http.max_content_length", "300kb"));
        try {
            var consumer = fleet.consumer("consumer", elasticsearch.url());
            consumer.process().awaitReady();
            var records = new Records("00000000001c").refusals(9_000);
            var values = new ArrayList<List<byte[]>>();
            for (int partition = 0; partition < 3; partition++) {
                values.add(records.subList(partition * 3_000, partition * 3_000 + 3_000).stream()
                        .map(record -> record.bytes())
                        .toList());
            }
            for (int partition = 0; partition < 3; partition++) {
                fleet.send(partition, values.get(partition));
            }

            awaitCommitted(9_000);
            assertThat(documents(elasticsearch)).isEqualTo(9_000);
            assertThat(fleet.deadLetters()).isEmpty();
        } finally {
            elasticsearch.end();
        }
    }

    @Test
    void anIndexThatIsClosedForWritesIsWaitedForAndKeepsNobodyFromStopping() throws Exception {
        var elasticsearch = TestElasticsearch.shared();
        var consumer = fleet.consumer("consumer", elasticsearch.url());
        consumer.process().awaitReady();
        var records = new Records("00000000001d").refusals(20);
        fleet.sendAll(0, records.subList(0, 10));
        awaitCommitted(10);
        elasticsearch.ask("PUT", "/tollhouse-audit-*/_settings", "{\"index.blocks.write\":true}");

        fleet.sendAll(0, records.subList(10, 20));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(consumer.process().readiness().body()).contains("blocked"));
        assertThat(fleet.committed(0)).isEqualTo(10);
        long stopped = System.nanoTime();
        assertThat(consumer.process().stop()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(5));
        assertThat(fleet.committed(0)).isEqualTo(10);
        consumer.process().startAgain();
        elasticsearch.ask("PUT", "/tollhouse-audit-*/_settings", "{\"index.blocks.write\":false}");

        awaitCommitted(20);
        assertThat(documents(elasticsearch)).isEqualTo(20);
        assertThat(fleet.deadLetters()).isEmpty();
    }
}
