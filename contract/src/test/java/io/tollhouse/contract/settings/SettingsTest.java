package io.tollhouse.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(1);

    @TempDir
    Path folder;

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        var file = file("listen: {proxy: \"127.0.0.1:1\", admin: \"127.0.0.1:2\"}\nnode.id: from-file\n");
        var environment = Map.of("TOLLHOUSE_LISTEN_ADMIN", "127.0.0.1:3", "TOLLHOUSE_NODE_ID", "from-env");

        var loaded = load(
                environment,
                s -> s.text("listen.proxy") + " " + s.text("listen.admin") + " " + s.text("node.id"),
                "--settings=" + file,
                "--node.id=from-flag");

        assertThat(loaded).isEqualTo("127.0.0.1:1 127.0.0.1:3 from-flag");
    }

    @Test
    void everyProblemIsSaidAtOnceWithItsKeyAndPlace() throws Exception {
        var file = file("audit: {deadlin: 2s, level: often}\nupstream:\n  connect-timeout: soon\n");

        assertThatThrownBy(() -> load(
                        Map.of("TOLLHOUSE_DSN_SERVERS", "127.0.0.1:53"),
                        s -> s.duration("upstream.connect-timeout", MIN, MAX, MIN)
                                + s.word("audit.level", java.util.Set.of("written"), "written")
                                + s.text("fleet.id"),
                        "--settings=" + file,
                        "--listen.port=1"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage(String.join(
                        "\n",
                        file + ":1:18: audit.deadlin: is not a known key; did you mean 'audit.deadline'?",
                        "environment TOLLHOUSE_DSN_SERVERS: no part of Tollhouse knows it;"
                                + " did you mean TOLLHOUSE_DNS_SERVERS?",
                        "--listen.port: is not a known key; did you mean 'listen.proxy'?",
                        file + ":3:20: upstream.connect-timeout: must be a time as 2s, 500ms or 5m,"
                                + " from 1ms to 1d, was 'soon'",
                        file + ":1:29: audit.level: must be written, was 'often'",
                        "fleet.id: is required"));
    }

    @Test
    void aVariableOfAnotherPartIsNoProblem() throws Exception {
        assertThat(load(
                        Map.of("TOLLHOUSE_INDEX_REFRESH", "1s", "TOLLHOUSE_DATA", "x"),
                        s -> s.optional("node.id").isPresent()))
                .isEqualTo("false");
    }

    @Test
    void kafkasOwnPropertiesComeFromAllThreeSources() throws Exception {
        var file = file("kafka.properties:\n  security.protocol: SSL\n  sasl: {mechanism: PLAIN}\n");

        assertThat(load(
                        Map.of("TOLLHOUSE_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL"),
                        s -> new TreeMap<>(s.below("kafka.properties.")),
                        "--settings=" + file,
                        "--kafka.properties.ssl.endpoint.identification.algorithm=https"))
                .isEqualTo(
                        "{sasl.mechanism=PLAIN, security.protocol=SASL_SSL, ssl.endpoint.identification.algorithm=https}");
    }

    @Test
    void secretsAndClientPropertiesAreNotAmongTheEffectiveValues() throws Exception {
        var arguments = ProcessArguments.parse(
                "--elasticsearch.password=hunter2", "--kafka.properties.sasl.jaas.config=hunter3");
        var loaded = Settings.load(
                Part.CONSUMER,
                arguments,
                Map.of(),
                s -> s.secret("elasticsearch.password") + "" + s.below("kafka.properties."));

        assertThat(loaded.effective().toString()).doesNotContain("hunter").contains("(secret)", "(set)");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1:80",
        "[::1]:0, [::1]:0",
        "a.example:65535, a.example:65535",
        "a:65536,",
        "a,",
        ":80,",
        "a:080,",
        "::1:80,",
        "[a]:80,",
        "a:+1,",
        "a b:1,"
    })
    void addressesAreHostAndPort(String text, String expected) {
        assertThat(HostPort.parse(text).map(HostPort::toString).orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:0, /127.0.0.1:0", "[::1]:80, /[0:0:0:0:0:0:0:1]:80"})
    void aListenerIsAnAddress(String text, String expected) throws Exception {
        assertThat(load(Map.of(), s -> s.listener("listen.proxy", "127.0.0.1:1"), "--listen.proxy=" + text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 'must be host:port, was ''127.0.0.1'''",
        "no.invalid:1, 'the name in ''no.invalid:1'' has no address; write the address itself'"
    })
    void whatIsNoListenerIsOneProblem(String text, String says) {
        assertThatThrownBy(
                        () -> load(Map.of(), s -> s.listener("listen.proxy", "127.0.0.1:1"), "--listen.proxy=" + text))
                .hasMessage("--listen.proxy: " + says);
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "2s, PT2S", "5m, PT5M", "1h, PT1H", "1d, PT24H"})
    void timesCarryTheirUnit(String text, String expected) throws Exception {
        assertThat(load(Map.of(), s -> s.duration("audit.deadline", MIN, MAX, MIN), "--audit.deadline=" + text))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "64KiB, 65536", "2GiB, 2147483648"})
    void sizesCarryTheirUnit(String text, String expected) throws Exception {
        assertThat(load(Map.of(), s -> s.size("audit.deadline", 0, 1L << 40, 0), "--audit.deadline=" + text))
                .isEqualTo(expected);
    }

    @Test
    void anythingThatIsNotAFlagIsRefused() {
        assertThatThrownBy(() -> ProcessArguments.parse("start", "--x"))
                .hasMessageContaining("start: is not a flag")
                .hasMessageContaining("--x: is not a flag");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("node.yaml"), text);
    }

    private static String load(Map<String, String> environment, Function<Settings, Object> build, String... args)
            throws InvalidSettings {
        return String.valueOf(Settings.load(Part.NODE, ProcessArguments.parse(args), environment, build)
                .settings());
    }
}
