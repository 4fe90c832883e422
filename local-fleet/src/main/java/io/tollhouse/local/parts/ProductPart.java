package io.tollhouse.local.parts;

import io.tollhouse.contract.files.WholeFile;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.local.data.FleetKeys;
import io.tollhouse.local.probe.Readyz;
import io.tollhouse.local.process.ArchivedJvm;
import io.tollhouse.local.process.JavaCommand;
import io.tollhouse.local.process.Service;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The product's own processes, each started with a settings file that is written anew at every start. */
public final class ProductPart {
    public static final String DISTRIBUTOR = "distributor";
    public static final String CONSUMER = "audit-consumer";

    /** What one kind of process is started from. */
    private record Kind(Part part, String module, String main, List<String> flags) {}

    /** Room for list files of a million names; what is not used is not taken. */
    private static final String WITH_LISTS = "320m";

    private static final Kind DISTRIBUTOR_KIND = new Kind(
            Part.DISTRIBUTOR,
            "policy-distributor",
            "io.tollhouse.distributor.PolicyDistributor",
            Site.smallJvm(WITH_LISTS));
    /** Buffers outside of the heap would else be allowed as much as the heap. */
    private static final Kind CONSUMER_KIND = new Kind(
            Part.CONSUMER,
            "audit-consumer",
            "io.tollhouse.consumer.AuditConsumer",
            Site.smallJvm("128m", "-XX:MaxDirectMemorySize=48m"));

    private static final Kind NODE_KIND =
            new Kind(Part.NODE, "proxy-node", "io.tollhouse.proxy.ProxyNode", Site.smallJvm(WITH_LISTS));

    private final Site site;
    private final FleetKeys keys;

    public ProductPart(Site site, FleetKeys keys) {
        this.site = site;
        this.keys = keys;
    }

    public static String nodeName(int number) {
        return "node-" + number;
    }

    public Service distributor() throws IOException {
        var ports = site.ports();
        var settings = common();
        settings.put("listen.api", ports.apiAddress());
        settings.put("audit.url", ports.consumerUrl());
        settings.put("signing.key-file", keys.signingKey());
        settings.put("tokens.file", keys.tokens());
        settings.put("policy.protected", ports.closedToAgents());
        settings.put("kafka.replication", 1);
        return service(DISTRIBUTOR, DISTRIBUTOR_KIND, settings, ports.apiUrl(), true);
    }

    public Service consumer() throws IOException {
        var ports = site.ports();
        var settings = common();
        settings.put("listen.api", ports.consumerAddress());
        settings.put("elasticsearch.urls", ports.elasticsearchUrl());
        settings.put("index.shards", 1);
        settings.put("index.replicas", 0);
        settings.put(
                "index.refresh", "500ms"); // people try a request, then search for it: five seconds would look broken
        return service(CONSUMER, CONSUMER_KIND, settings, ports.consumerUrl(), true);
    }

    /** A node by its number, from 1. */
    public Service node(int number) throws IOException {
        var ports = site.ports();
        var settings = common();
        settings.put("node.id", nodeName(number));
        settings.put("listen.proxy", ports.proxy(number));
        settings.put("listen.admin", ports.admin(number));
        settings.put("ledger.dir", site.data().ledger());
        settings.put("agents.file", keys.agents());
        settings.put("upstream.allow-loopback-routes", true);
        settings.put("drain.accept", "0s"); // nothing balances here, and Ctrl-C is waited for
        settings.put("drain.limit", "1s");
        return service(nodeName(number), NODE_KIND, settings, "http://" + ports.admin(number), number == 1);
    }

    private Map<String, Object> common() throws IOException {
        return new TreeMap<>(Map.of(
                "fleet.id", keys.fleetId(),
                "kafka.bootstrap", site.ports().kafkaBootstrap(),
                "policy.trusted-keys", keys.trustedKeys()));
    }

    private Service service(
            String name, Kind kind, Map<String, Object> settings, String url, boolean writesTheArchive) {
        var starter = new ArchivedJvm(
                site.archive(kind.module),
                writesTheArchive,
                () -> command(name, kind, settings),
                site.environment().of(kind.part));
        var ready = URI.create(url + "/readyz");
        return site.service(name, starter, () -> Readyz.missing(ready));
    }

    private JavaCommand command(String name, Kind kind, Map<String, Object> settings) throws IOException {
        var file = site.data().conf(name + ".yaml");
        WholeFile.write(file, SettingsFile.text(settings));
        return new JavaCommand(
                kind.flags,
                site.modules().classPath(kind.module),
                kind.main,
                List.of("--settings=" + file, "--exit-with-stdin"));
    }
}
