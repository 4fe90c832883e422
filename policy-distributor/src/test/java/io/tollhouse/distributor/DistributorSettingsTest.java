package io.tollhouse.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.InvalidSettings;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.ProcessArguments;
import io.tollhouse.contract.settings.Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributorSettingsTest {
    private static final List<String> REQUIRED = List.of(
            "--fleet.id=fleet-1",
            "--kafka.bootstrap=kafka:9092",
            "--policy.trusted-keys=/keys",
            "--signing.key-file=/signing.pem",
            "--tokens.file=/tokens.yaml");

    private static DistributorSettings read(String... more) throws InvalidSettings {
        var all = new ArrayList<>(REQUIRED);
        all.addAll(List.of(more));
        var arguments = ProcessArguments.parse(all.toArray(String[]::new));
        return Settings.load(Part.DISTRIBUTOR, arguments, Map.of(), DistributorSettings::read)
                .settings();
    }

    private static InetSocketAddress socket(String address, int port) throws MalformedHost {
        return new InetSocketAddress(IpAddress.parse(address).toInetAddress(), port);
    }

    @Test
    void whatIsNotSetHasItsDefault() throws Exception {
        assertThat(read())
                .isEqualTo(new DistributorSettings(
                        "fleet-1",
                        List.of(new HostPort("kafka", 9092)),
                        Map.of(),
                        Path.of("/keys"),
                        socket("127.0.0.1", 8080),
                        URI.create("http://127.0.0.1:8081"),
                        Path.of("/signing.pem"),
                        Path.of("/tokens.yaml"),
                        List.of(),
                        3,
                        12));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        assertThat(read(
                        "--kafka.properties.security.protocol=SSL",
                        "--listen.api=[::1]:9000",
                        "--audit.url=https://audit.internal:8443/base",
                        "--policy.protected=kafka:9092, [::1]:9000",
                        "--kafka.replication=1",
                        "--kafka.audit-partitions=48"))
                .isEqualTo(new DistributorSettings(
                        "fleet-1",
                        List.of(new HostPort("kafka", 9092)),
                        Map.of("security.protocol", "SSL"),
                        Path.of("/keys"),
                        socket("::1", 9000),
                        URI.create("https://audit.internal:8443/base"),
                        Path.of("/signing.pem"),
                        Path.of("/tokens.yaml"),
                        List.of("kafka:9092", "[::1]:9000"),
                        1,
                        48));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--listen.api=8080, 'listen.api: must be host:port'",
        "--listen.api=no-such-name.invalid:1, 'listen.api: the name in ''no-such-name.invalid:1'' has no address'",
        "--audit.url=consumer:8081, 'audit.url: must be a URL as http://127.0.0.1:8081'",
        "--audit.url=ftp://consumer, 'audit.url: must be a URL'",
        "--audit.url=http://consumer/?q=1, 'audit.url: must be a URL'",
        "--policy.protected=kafka, 'policy.protected: must be host:port'",
        "--kafka.replication=0, 'kafka.replication: must be a whole number from 1 to 9'",
        "--kafka.audit-partitions=1001, 'kafka.audit-partitions: must be a whole number from 1 to 1000'",
        "--fleet.idd=x, 'fleet.idd: is not a known key; did you mean ''fleet.id''?'"
    })
    void whatIsWrongIsNamedByItsKey(String flag, String says) {
        assertThatThrownBy(() -> read(flag)).isInstanceOf(InvalidSettings.class).hasMessageContaining(says);
    }
}
