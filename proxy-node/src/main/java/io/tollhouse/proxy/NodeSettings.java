package io.tollhouse.proxy;

import io.tollhouse.contract.address.Cidr;
import io.tollhouse.contract.address.IpAddress;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.audit.EventId;
import io.tollhouse.contract.policy.AuditLevel;
import io.tollhouse.contract.settings.HostPort;
import io.tollhouse.contract.settings.Settings;
import io.tollhouse.proxy.judge.Progress;
import io.tollhouse.proxy.listen.DrainTerms;
import io.tollhouse.proxy.listen.ListenTerms;
import io.tollhouse.proxy.policy.WhenStale;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told at its start. The keys, with what they mean, are those of {@code --help}.
 *
 * @param adminToken file of the token that begins and lifts a lockdown; empty where nobody may over HTTP
 * @param dnsServers empty where none were set: those of the system
 * @param dnsNat64 prefixes of the lengths that RFC 6052 has
 */
public record NodeSettings(
        String fleetId,
        List<HostPort> kafkaBootstrap,
        Map<String, String> kafkaProperties,
        Path trustedKeys,
        Duration maxStaleness,
        WhenStale whenStale,
        String nodeId,
        InetSocketAddress listenProxy,
        InetSocketAddress listenAdmin,
        ListenTerms listenTerms,
        DrainTerms drain,
        Optional<Path> adminToken,
        Optional<List<InetSocketAddress>> dnsServers,
        List<Cidr> dnsNat64,
        AuditLevel auditLevel,
        Duration auditDeadline,
        Progress.Terms progress,
        Path ledgerDir,
        long ledgerBudget,
        Duration connectTimeout,
        boolean allowLoopbackRoutes,
        Path agentsFile) {
    private static final int DNS_PORT = 53;
    private static final long MIN_PROGRESS = 64L << 10;
    private static final long DEFAULT_PROGRESS = 64L << 20;
    private static final long MIN_BUDGET = 8L << 20;
    private static final long MAX_BUDGET = 1L << 40;
    private static final long DEFAULT_BUDGET = 1L << 30;
    private static final Set<Integer> NAT64_LENGTHS = Set.of(32, 40, 48, 56, 64, 96);
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /**
     * Reads them; a problem is noted with its key.
     *
     * @param hostName of this machine, asked only where {@code node.id} is not set
     */
    public static NodeSettings read(Settings settings, Supplier<String> hostName) {
        onlyOneWord(settings, "listen.identity", "credential");
        var proxy = settings.listener("listen.proxy", "127.0.0.1:3128");
        return new NodeSettings(
                settings.text("fleet.id"),
                settings.requiredHostPorts("kafka.bootstrap"),
                settings.below("kafka.properties."),
                settings.path("policy.trusted-keys"),
                settings.duration(
                        "policy.max-staleness", Duration.ofSeconds(5), Duration.ofDays(7), Duration.ofMinutes(5)),
                WhenStale.of(settings.word("policy.when-stale", WhenStale.words(), WhenStale.SERVE.word())),
                nodeId(settings, hostName),
                proxy,
                settings.listener("listen.admin", "127.0.0.1:9100"),
                listenTerms(settings, proxy.getAddress()),
                new DrainTerms(
                        settings.duration("drain.accept", Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(10)),
                        settings.duration("drain.limit", Duration.ZERO, Duration.ofDays(1), Duration.ofMinutes(5))),
                settings.optional("admin.token-file").map(Path::of),
                dnsServers(settings),
                nat64(settings),
                auditLevel(settings),
                settings.duration(
                        "audit.deadline", Duration.ofMillis(10), Duration.ofMinutes(1), Duration.ofSeconds(2)),
                new Progress.Terms(
                        settings.duration(
                                "audit.progress-interval",
                                Duration.ofSeconds(1),
                                Duration.ofDays(1),
                                Duration.ofMinutes(5)),
                        settings.size("audit.progress-bytes", MIN_PROGRESS, MAX_BUDGET, DEFAULT_PROGRESS)),
                settings.path("ledger.dir"),
                settings.size("ledger.budget", MIN_BUDGET, MAX_BUDGET, DEFAULT_BUDGET),
                settings.duration(
                        "upstream.connect-timeout",
                        Duration.ofMillis(100),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10)),
                settings.bool("upstream.allow-loopback-routes", false),
                settings.path("agents.file"));
    }

    /** On loopback nobody listens; elsewhere credentials cross a network. */
    private static ListenTerms listenTerms(Settings settings, @Nullable InetAddress address) {
        var certificate = settings.optional("listen.tls.certificate").map(Path::of);
        var key = settings.optional("listen.tls.key").map(Path::of);
        boolean isLoopback = address != null && address.isLoopbackAddress();
        boolean plain = settings.bool("listen.plain", isLoopback);
        if (certificate.isPresent() != key.isPresent()) {
            settings.problem("listen.tls.certificate", "goes with listen.tls.key: set both, or neither");
        } else if (!plain && certificate.isEmpty()) {
            settings.problem(
                    "listen.plain",
                    "must be true for agents to send their credentials over a network in clear (listen.proxy is not on loopback); else set"
                            + " listen.tls.certificate and listen.tls.key");
        }
        return new ListenTerms(plain, certificate, key);
    }

    private static AuditLevel auditLevel(Settings settings) {
        var levels = Arrays.stream(AuditLevel.values()).collect(Collectors.toMap(AuditLevel::label, level -> level));
        var word = settings.word("audit.level", levels.keySet(), AuditLevel.WRITTEN.label());
        return levels.getOrDefault(word, AuditLevel.WRITTEN);
    }

    private static void onlyOneWord(Settings settings, String key, String only) {
        var word = settings.text(key, only);
        if (!word.equals(only)) {
            settings.problem(key, "this version has only '" + only + "', was '" + word + "'");
        }
    }

    private static String nodeId(Settings settings, Supplier<String> hostName) {
        var set = settings.optional("node.id");
        var id = settings.text("node.id", set.orElseGet(() -> firstLabel(hostName.get())));
        if (!EventId.isNode(id)) {
            var problem = "must match [a-z0-9][a-z0-9-]{0,31}, was '" + id + "'";
            settings.problem("node.id", set.isPresent() ? problem : problem + " from the host's name; set it");
        }
        return id;
    }

    private static String firstLabel(String hostName) {
        return hostName.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static Optional<List<InetSocketAddress>> dnsServers(Settings settings) {
        var texts = settings.list("dns.servers");
        var servers = new ArrayList<InetSocketAddress>();
        for (var text : texts) {
            dnsServer(text)
                    .ifPresentOrElse(
                            servers::add,
                            () -> settings.problem(
                                    "dns.servers",
                                    "must be addresses as 10.0.0.2:53 or [fd00::2]:53, was '" + text + "'"));
        }
        return settings.optional("dns.servers").map(any -> List.copyOf(servers));
    }

    private static Optional<InetSocketAddress> dnsServer(String text) {
        var where = HostPort.parse(text).orElse(new HostPort(text, DNS_PORT));
        try {
            return where.port() == 0
                    ? Optional.empty()
                    : Optional.of(
                            new InetSocketAddress(IpAddress.parse(where.host()).toInetAddress(), where.port()));
        } catch (MalformedHost e) {
            return Optional.empty();
        }
    }

    private static List<Cidr> nat64(Settings settings) {
        var prefixes = new ArrayList<Cidr>();
        for (var text : settings.list("dns.nat64")) {
            try {
                var prefix = Cidr.parse(text);
                if (prefix.network().isV6() && NAT64_LENGTHS.contains(prefix.length())) {
                    prefixes.add(prefix);
                    continue;
                }
            } catch (MalformedHost e) {
                // told below, as a prefix of a wrong length is
            }
            settings.problem("dns.nat64", "must be IPv6 prefixes as 64:ff9b::/96 (RFC 6052), was '" + text + "'");
        }
        return List.copyOf(prefixes);
    }

    /** The name of this machine; {@code unnamed} where it has none. */
    static String machineName() {
        try {
            return java.nio.file.Files.readString(KERNEL_HOST_NAME).strip();
        } catch (java.io.IOException e) {
            return otherwiseNamed();
        }
    }

    private static String otherwiseNamed() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
