package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.testing.Faketime;
import io.tollhouse.local.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer tells Elasticsearch of its indices, and what it leaves as it is. */
class TemplatesIT {
    private static final String AUDIT_TEMPLATE = "/_index_template/tollhouse-audit";

    @SuppressWarnings("NullAway.Init")
    private static ConsumerFleet fleet;

    @SuppressWarnings("NullAway.Init")
    private TestElasticsearch elasticsearch;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        fleet = ConsumerFleet.start(folder);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void clear() throws Exception {
        elasticsearch = TestElasticsearch.shared();
    }

    /** Starts a consumer, and asks while it runs. */
    private void whileAConsumerRuns(ThrowingRunnable questions) throws Throwable {
        var consumer = fleet.consumer("consumer", elasticsearch.url());
        try {
            consumer.process().awaitReady();
            questions.run();
        } finally {
            consumer.process().stop();
        }
    }

    private static String template(int version) {
        return "{\"index_patterns\":[\"tollhouse-audit-*\"],\"priority\":500,\"version\":" + version + ","
                + "\"template\":{\"mappings\":{\"dynamic\":false,\"properties\":{\"user\":{\"properties\":"
                + "{\"name\":{\"type\":\"keyword\"}}}}}}}";
    }

    @Test
    void anOlderTemplateIsReplacedAndAnIndexThatIsThereLearnsNewFields() throws Throwable {
        elasticsearch.ask("PUT", AUDIT_TEMPLATE, template(0));
        elasticsearch.ask("PUT", "/tollhouse-audit-2026.01.01", "");

        whileAConsumerRuns(() -> {
            assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, ""))
                    .contains("\"version\":2")
                    .contains("ignore_above");
            assertThat(elasticsearch.ask("GET", "/tollhouse-audit-2026.01.01/_mapping", ""))
                    .contains("\"verdict\":{\"type\":\"keyword\"");
        });
    }

    @Test
    void aNewerTemplateStays() throws Throwable {
        elasticsearch.ask("PUT", AUDIT_TEMPLATE, template(99));

        whileAConsumerRuns(
                () -> assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, "")).contains("\"version\":99"));
    }

    @Test
    void aClusterThatLosesEverythingGuessesNoTypesAndHasItsTemplatesBackSoon() throws Throwable {
        var records = new Records("00000000002a").refusals(2);
        whileAConsumerRuns(() -> {
            fleet.sendAll(0, records.subList(0, 1));
            awaitTypes();

            elasticsearch.ask("DELETE", AUDIT_TEMPLATE, "");
            elasticsearch.ask("DELETE", "/tollhouse-audit-*", "");
            fleet.sendAll(0, records.subList(1, 2));

            awaitTypes();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, ""))
                            .contains("\"version\":2"));
        });
    }

    /** Of the index to which records went. */
    private void awaitTypes() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(elasticsearch.ask("GET", "/tollhouse-audit-*", ""))
                        .contains("\"dynamic\":\"false\"", "\"verdict\":{\"type\":\"keyword\"", "-write\":{}"));
    }

    /** Made today: it is the consumer whose clock is 40 days ahead. */
    @Test
    void whatIsOldEnoughIsDeletedAndTomorrowsIndexIsMadeInTheEvening() throws Exception {
        for (var index : List.of("tollhouse-audit-2026.01.01", "tollhouse-envelope-2026.01.01")) {
            elasticsearch.ask("PUT", "/" + index, "");
        }
        var kept = List.of("tollhouse-audit-skewed", "their-audit-2026.01.01");
        for (var index : kept) {
            elasticsearch.ask("PUT", "/" + index, "");
        }
        var evening = LocalDate.now(ZoneOffset.UTC).plusDays(40).atTime(19, 0).toInstant(ZoneOffset.UTC);
        var consumer = fleet.consumerBy(
                Faketime.ahead(Duration.between(Instant.now(), evening)),
                "later",
                elasticsearch.url(),
                Map.of("index.retention", "30d"));
        try {
            var tomorrows = "tollhouse-audit-"
                    + DateTimeFormatter.ofPattern("uuuu.MM.dd")
                            .withZone(ZoneOffset.UTC)
                            .format(evening.plus(Duration.ofDays(1)));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(elasticsearch
                                    .ask("GET", "/_cat/indices?h=index", "")
                                    .lines())
                            .contains(tomorrows)
                            .containsAll(kept)
                            .noneMatch(index -> index.endsWith("2026.01.01") && index.startsWith("tollhouse")));
            assertThat(consumer.process().metric("tollhouse_indices_deleted_total"))
                    .isEqualTo(2);
        } finally {
            consumer.process().stop();
            elasticsearch.ask("DELETE", "/their-audit-2026.01.01", "");
        }
    }

    @Test
    void twoConsumersOfOneIdSayIt() throws Exception {
        var one = fleet.consumerBy(List.of(), "one", elasticsearch.url(), Map.of("consumer.id", "same"));
        one.process().awaitReady();
        var two = fleet.consumerBy(List.of(), "two", elasticsearch.url(), Map.of("consumer.id", "same"));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> one.process()
                            .readiness()
                            .body()
                            .contains("another consumer has joined the group as consumer.id 'same'"));
        } finally {
            two.process().stop();
            one.process().stop();
        }
    }
}
