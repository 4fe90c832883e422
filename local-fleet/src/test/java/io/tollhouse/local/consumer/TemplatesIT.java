package io.tollhouse.local.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollhouse.local.testing.TestElasticsearch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer tells Elasticsearch of its indices, and what it leaves as it is. */
class TemplatesIT {
    private static final String AUDIT_TEMPLATE = "/_index_template/tollhouse-audit";

    @SuppressWarnings("NullAway.Init")
    private TestElasticsearch elasticsearch;

    @SuppressWarnings("NullAway.Init")
    private ConsumerFleet fleet;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        elasticsearch = TestElasticsearch.shared();
        fleet = ConsumerFleet.start(folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private static String template(int version) {
        return "{\"index_patterns\":[\"tollhouse-audit-*\"],\"priority\":500,\"version\":" + version + ","
                + "\"template\":{\"mappings\":{\"dynamic\":false,\"properties\":{\"user\":{\"properties\":"
                + "{\"name\":{\"type\":\"keyword\"}}}}}}}";
    }

    @Test
    void anOlderTemplateIsReplacedAndAnIndexThatIsThereLearnsNewFields() throws Exception {
        elasticsearch.ask("PUT", AUDIT_TEMPLATE, template(0));
        elasticsearch.ask("PUT", "/tollhouse-audit-2026.01.01", "");

        fleet.consumer("consumer", elasticsearch.url()).process().awaitReady();

        assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, ""))
                .contains("\"version\":1")
                .contains("ignore_above");
        assertThat(elasticsearch.ask("GET", "/tollhouse-audit-2026.01.01/_mapping", ""))
                .contains("\"verdict\":{\"type\":\"keyword\"");
    }

    @Test
    void aNewerTemplateStays() throws Exception {
        elasticsearch.ask("PUT", AUDIT_TEMPLATE, template(99));

        fleet.consumer("consumer", elasticsearch.url()).process().awaitReady();

        assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, "")).contains("\"version\":99");
    }

    @Test
    void aTemplateThatVanishesComesBack() throws Exception {
        fleet.consumer("consumer", elasticsearch.url()).process().awaitReady();

        elasticsearch.ask("DELETE", AUDIT_TEMPLATE, "");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(elasticsearch.ask("GET", AUDIT_TEMPLATE, "")).contains("\"version\":1"));
    }
}
