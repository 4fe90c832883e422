package io.tollhouse.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Key;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.proxy.judge.Progress;
import io.tollhouse.proxy.listen.DrainTerms;
import io.tollhouse.proxy.listen.ListenTerms;
import io.tollhouse.proxy.policy.WhenStale;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "fleet.id", "f-1",
            "kafka.bootstrap", "127.0.0.1:9092",
            "policy.trusted-keys", "/keys",
            "ledger.dir", "/ledger",
            "agents.file", "/agents.yaml");

    private static Settings.Loaded<NodeSettings> load(Map<String, String> flags) throws InvalidSettings {
        var arguments = new ProcessArguments(Optional.empty(), false, false, flags);
        return Settings.load(
                Part.NODE, arguments, Map.of(), settings -> NodeSettings.read(settings, () -> "Node-7.example.org"));
    }

    private static Map<String, String> requiredAnd(String key, String value) {
        var all = new LinkedHashMap<>(REQUIRED);
        all.put(key, value);
        return all;
    }

    private static InetSocketAddress socket(String address, int port) {
        try {
            return new InetSocketAddress(IpAddress.parse(address).toInetAddress(), port);
        } catch (MalformedHost e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void defaultsHoldWhereOnlyTheRequiredIsSet() throws InvalidSettings {
        assertThat(load(REQUIRED).settings())
                .isEqualTo(new NodeSettings(
                        "f-1",
                        List.of(new HostPort("127.0.0.1", 9092)),
                        Map.of(),
                        Path.of("/keys"),
                        Duration.ofMinutes(5),
                        WhenStale.SERVE,
                        "node-7",
                        socket("127.0.0.1", 3128),
                        socket("127.0.0.1", 9100),
                        new ListenTerms(true, Optional.empty(), Optional.empty()),
                        new DrainTerms(Duration.ofSeconds(10), Duration.ofMinutes(5)),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        AuditLevel.WRITTEN,
                        Duration.ofSeconds(2),
                        new Progress.Terms(Duration.ofMinutes(5), 64L << 20),
                        Path.of("/ledger"),
                        1L << 30,
                        Duration.ofSeconds(10),
                        false,
                        Path.of("/agents.yaml")));
    }

    @Test
    void everyKeyReachesItsField() throws Exception {
        var all = new LinkedHashMap<>(REQUIRED);
        all.put("kafka.bootstrap", "kafka-1:9092,[::1]:9093");
        all.put("kafka.properties.security.protocol", "SASL_SSL");
        all.put("policy.max-staleness", "1h");
        all.put("policy.when-stale", "deny-new");
        all.put("node.id", "eu-1");
        all.put("listen.proxy", "[::1]:1");
        all.put("listen.admin", "127.0.0.2:2");
        all.put("admin.token-file", "/admin.token");
        all.put("listen.plain", "false");
        all.put("listen.tls.certificate", "/tls.crt");
        all.put("listen.tls.key", "/tls.key");
        all.put("drain.accept", "30s");
        all.put("drain.limit", "1h");
        all.put("listen.identity", "credential");
        all.put("dns.servers", "10.0.0.2:5300,fd00::2,10.0.0.3");
        all.put("dns.nat64", "64:ff9b::/96");
        all.put("audit.level", "synced");
        all.put("ledger.budget", "100MiB");
        all.put("audit.progress-interval", "1m");
        all.put("audit.progress-bytes", "1MiB");
        all.put("audit.deadline", "500ms");
        all.put("upstream.connect-timeout", "3s");
        all.put("upstream.allow-loopback-routes", "true");

        var loaded = load(all);

        assertThat(loaded.settings())
                .isEqualTo(new NodeSettings(
                        "f-1",
                        List.of(new HostPort("kafka-1", 9092), new HostPort("::1", 9093)),
                        Map.of("security.protocol", "SASL_SSL"),
                        Path.of("/keys"),
                        Duration.ofHours(1),
                        WhenStale.DENY_NEW,
                        "eu-1",
                        socket("::1", 1),
                        socket("127.0.0.2", 2),
                        new ListenTerms(false, Optional.of(Path.of("/tls.crt")), Optional.of(Path.of("/tls.key"))),
                        new DrainTerms(Duration.ofSeconds(30), Duration.ofHours(1)),
                        Optional.of(Path.of("/admin.token")),
                        Optional.of(List.of(socket("10.0.0.2", 5300), socket("fd00::2", 53), socket("10.0.0.3", 53))),
                        List.of(Cidr.parse("64:ff9b::/96")),
                        AuditLevel.SYNCED,
                        Duration.ofMillis(500),
                        new Progress.Terms(Duration.ofMinutes(1), 1L << 20),
                        Path.of("/ledger"),
                        100L << 20,
                        Duration.ofSeconds(3),
                        true,
                        Path.of("/agents.yaml")));
        var keys = Part.NODE.keys().stream().map(Key::name).map(name -> name.replace("*", "security.protocol"));
        assertThat(loaded.effective()).containsOnlyKeys(keys.toArray(String[]::new));
        assertThat(loaded.effective()).containsEntry("kafka.properties.security.protocol", "(set)");
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(REQUIRED.keySet().toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "audit.level, often, must be replicated or synced or written",
        "ledger.budget, 1MiB, must be a size",
        "listen.identity, mtls, this version has only 'credential'",
        "node.id, Node_1, must match",
        "listen.proxy, no-such-name.invalid:1, has no address",
        "listen.proxy, 10.0.0.5:3128, listen.plain: must be true for agents to send their credentials",
        "listen.plain, false, else set listen.tls.certificate",
        "listen.tls.key, /tls.key, goes with listen.tls.key",
        "dns.servers, resolver.example:53, must be addresses",
        "dns.servers, 10.0.0.2:0, must be addresses",
        "dns.nat64, 10.0.0.0/8, must be IPv6 prefixes",
        "dns.nat64, 64:ff9b::/97, must be IPv6 prefixes",
        "audit.deadline, 2h, must be a time",
        "policy.max-staleness, 1s, must be a time",
        "policy.when-stale, deny, 'must be deny-all or deny-new or serve'",
    })
    void aWrongValueIsNamedWithItsKey(String key, String value, String problem) {
        assertThatThrownBy(() -> load(requiredAnd(key, value)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(key)
                .hasMessageContaining(problem);
    }
}
