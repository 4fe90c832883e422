package io.tollhouse.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.consumer.index.IndexSettings;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Key;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "fleet.id", "f-1",
            "kafka.bootstrap", "127.0.0.1:9092",
            "policy.trusted-keys", "/keys",
            "elasticsearch.urls", "http://127.0.0.1:9200");

    private static Settings.Loaded<ConsumerSettings> load(Map<String, String> flags) throws InvalidSettings {
        var arguments = new ProcessArguments(Optional.empty(), false, false, flags);
        return Settings.load(Part.CONSUMER, arguments, Map.of(), ConsumerSettings::read);
    }

    private static Map<String, String> requiredAnd(Map<String, String> more) {
        var all = new LinkedHashMap<>(REQUIRED);
        all.putAll(more);
        return all;
    }

    @Test
    void defaultsHoldWhereOnlyTheRequiredIsSet() throws InvalidSettings {
        var settings = load(REQUIRED).settings();

        assertThat(settings.fleetId()).isEqualTo("f-1");
        assertThat(settings.kafkaBootstrap()).containsExactly(new HostPort("127.0.0.1", 9092));
        assertThat(settings.listenApi()).hasToString("/127.0.0.1:8081");
        assertThat(settings.elasticsearch().urls()).containsExactly(URI.create("http://127.0.0.1:9200"));
        assertThat(settings.elasticsearch().apiKey()).isEmpty();
        assertThat(settings.elasticsearch().login()).isEmpty();
        assertThat(settings.elasticsearch().ca()).isEmpty();
        assertThat(settings.index()).isEqualTo(new IndexSettings(1, 1, Duration.ofSeconds(5)));
        assertThat(settings.retention()).isEmpty();
        assertThat(settings.blockedFor()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.poisonLimit()).isEqualTo(20);
    }

    @Test
    void everyKeyReachesItsField() throws InvalidSettings {
        var loaded = load(requiredAnd(Map.ofEntries(
                Map.entry("kafka.properties.security.protocol", "SASL_SSL"),
                Map.entry("listen.api", "[::1]:1"),
                Map.entry("elasticsearch.urls", "https://es-1:9200,https://es-2:9243/"),
                Map.entry("elasticsearch.username", "consumer"),
                Map.entry("elasticsearch.password", "hush"),
                Map.entry("elasticsearch.ca", "/ca.pem"),
                Map.entry("index.shards", "7"),
                Map.entry("index.replicas", "0"),
                Map.entry("index.refresh", "200ms"),
                Map.entry("index.blocked-for", "5s"),
                Map.entry("audit.gap-after", "1m"),
                Map.entry("index.poison-limit", "1000"),
                Map.entry("consumer.id", "audit-1"),
                Map.entry("index.docs-per-day", "1000000000"),
                Map.entry("index.retention", "90d"))));

        var settings = loaded.settings();
        assertThat(settings.kafkaProperties()).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
        assertThat(settings.trustedKeys()).isEqualTo(Path.of("/keys"));
        assertThat(settings.listenApi().getPort()).isEqualTo(1);
        assertThat(settings.elasticsearch().urls())
                .extracting(URI::getAuthority)
                .containsExactly("es-1:9200", "es-2:9243");
        assertThat(settings.elasticsearch().login()).hasValueSatisfying(login -> {
            assertThat(login.username()).isEqualTo("consumer");
            assertThat(login.password().reveal()).isEqualTo("hush");
        });
        assertThat(settings.elasticsearch().ca()).contains(Path.of("/ca.pem"));
        assertThat(settings.index()).isEqualTo(new IndexSettings(7, 0, Duration.ofMillis(200)));
        assertThat(settings.retention()).contains(Duration.ofDays(90));
        assertThat(settings.blockedFor()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.id()).contains("audit-1");
        assertThat(settings.gapAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.poisonLimit()).isEqualTo(1_000);
        var keys = Part.CONSUMER.keys().stream()
                .map(Key::name)
                .filter(name -> !name.equals("elasticsearch.api-key"))
                .map(name -> name.replace("*", "security.protocol"));
        assertThat(loaded.effective()).containsOnlyKeys(keys.toArray(String[]::new));
        assertThat(loaded.effective().toString()).doesNotContain("hush");
    }

    @Test
    void anApiKeyIsASecret() throws InvalidSettings {
        var loaded = load(requiredAnd(Map.of("elasticsearch.api-key", "hush")));

        assertThat(loaded.settings().elasticsearch().apiKey())
                .hasValueSatisfying(key -> assertThat(key.reveal()).isEqualTo("hush"));
        assertThat(loaded.settings().toString() + loaded.effective()).doesNotContain("hush");
    }

    @ParameterizedTest(name = "{0} documents a day: {1} shards")
    @CsvSource({"1, 1", "200000000, 1", "200000001, 2", "1000000000, 5", "2147483647, 11"})
    void shardsComeFromWhatIsPlannedForADay(String docs, int shards) throws InvalidSettings {
        assertThat(load(requiredAnd(Map.of("index.docs-per-day", docs)))
                        .settings()
                        .index()
                        .shards())
                .isEqualTo(shards);
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(REQUIRED.keySet().toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "elasticsearch.urls, 127.0.0.1:9200, must be http://host:port",
        "elasticsearch.urls, http://127.0.0.1, must be http://host:port",
        "elasticsearch.urls, http://u:p@127.0.0.1:9200, must be http://host:port",
        "elasticsearch.urls, http://127.0.0.1:9200/path, must be http://host:port",
        "elasticsearch.urls, ftp://127.0.0.1:9200, must be http://host:port",
        "elasticsearch.username, consumer, set elasticsearch.username and elasticsearch.password together",
        "elasticsearch.password, hush, set elasticsearch.username and elasticsearch.password together",
        "index.shards, 0, must be a whole number from 1",
        "index.replicas, -1, must be a whole number from 0",
        "index.refresh, 10ms, must be a time",
        "index.retention, 12h, must be a time",
        "index.blocked-for, 2d, must be a time",
        "index.poison-limit, 0, must be",
        "consumer.id, a b, must be 1 to 64 letters",
        "listen.api, no-such-name.invalid:1, has no address",
    })
    void aWrongValueIsNamedWithItsKey(String key, String value, String problem) {
        assertThatThrownBy(() -> load(requiredAnd(Map.of(key, value))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key)
                .hasMessageContaining(problem);
    }

    @Test
    void twoWaysToBeKnownAreOneTooMany() {
        assertThatThrownBy(() -> load(requiredAnd(Map.of(
                        "elasticsearch.api-key", "a", "elasticsearch.username", "b", "elasticsearch.password", "c"))))
                .hasMessageContaining("set this or elasticsearch.username, not both");
    }
}
