package io.tollhouse.distributor;

import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.Settings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a distributor is told at its start. The keys, with what they mean, are those of {@code --help}.
 *
 * @param auditUrl http or https, with a host
 * @param protectedParts {@code host:port} of the fleet's own parts
 */
public record DistributorSettings(
        String fleetId,
        List<HostPort> kafkaBootstrap,
        Map<String, String> kafkaProperties,
        Path trustedKeys,
        InetSocketAddress listenApi,
        URI auditUrl,
        Path signingKeyFile,
        Path tokensFile,
        List<String> protectedParts,
        int replication,
        int auditPartitions) {
    private static final int MAX_REPLICATION = 9;
    private static final int MAX_PARTITIONS = 1_000;
    private static final int MAX_PROTECTED = 500;

    /** Reads them; a problem is noted with its key. */
    public static DistributorSettings read(Settings settings) {
        return new DistributorSettings(
                settings.text("fleet.id"),
                settings.requiredHostPorts("kafka.bootstrap"),
                settings.below("kafka.properties."),
                settings.path("policy.trusted-keys"),
                settings.listener("listen.api", "127.0.0.1:8080"),
                auditUrl(settings),
                settings.path("signing.key-file"),
                settings.path("tokens.file"),
                protectedParts(settings),
                settings.integer("kafka.replication", 1, MAX_REPLICATION, 3),
                settings.integer("kafka.audit-partitions", 1, MAX_PARTITIONS, 12));
    }

    private static URI auditUrl(Settings settings) {
        var text = settings.text("audit.url", "http://127.0.0.1:8081");
        try {
            var uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, as one of another form is
        }
        settings.problem("audit.url", "must be a URL as http://127.0.0.1:8081, was '" + text + "'");
        return URI.create("http://invalid");
    }

    /** All of them go into each manifest, which has a limit. */
    private static List<String> protectedParts(Settings settings) {
        var parts = settings.hostPorts("policy.protected");
        if (parts.size() > MAX_PROTECTED) {
            settings.problem("policy.protected", "must be at most " + MAX_PROTECTED + ", were " + parts.size());
        }
        return parts.stream().map(HostPort::toString).toList();
    }
}
