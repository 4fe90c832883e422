package io.tollhouse.local.parts;

import io.tollhouse.local.data.DataFolder;
import io.tollhouse.local.elasticsearch.ElasticsearchServer;
import io.tollhouse.local.probe.Http;
import io.tollhouse.local.process.Modules;
import io.tollhouse.local.process.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The search server. */
public final class ElasticsearchPart {
    public static final String NAME = "elasticsearch";

    private final Modules modules;
    private final DataFolder data;
    private final Ports ports;
    private final Map<String, String> settings;

    /**
     * Names what it is made of.
     *
     * @param settings more of the server's own, over ours
     */
    public ElasticsearchPart(Modules modules, DataFolder data, Ports ports, Map<String, String> settings) {
        this.modules = modules;
        this.data = data;
        this.ports = ports;
        this.settings = Map.copyOf(settings);
    }

    public Service service() {
        var server = new ElasticsearchServer(
                modules, data.root(), ports.elasticsearch(), ports.elasticsearchTransport(), settings);
        var health = URI.create(ports.elasticsearchUrl() + "/_cluster/health");
        return new Service(
                NAME,
                server::launch,
                () -> Http.get(health).isOk(),
                data.log(NAME),
                data.pidFile(NAME),
                Duration.ofSeconds(10));
    }
}
