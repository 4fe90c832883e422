package io.tollhouse.local.parts;

import io.tollhouse.local.elasticsearch.ElasticsearchServer;
import io.tollhouse.local.probe.Http;
import io.tollhouse.local.process.Service;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The search server. */
public final class ElasticsearchPart {
    public static final String NAME = "elasticsearch";

    private final Site site;
    private final Map<String, String> settings;

    /**
     * Names what it is made of.
     *
     * @param settings more of the server's own, over ours
     */
    public ElasticsearchPart(Site site, Map<String, String> settings) {
        this.site = site;
        this.settings = Map.copyOf(settings);
    }

    public Service service() {
        var ports = site.ports();
        var server = new ElasticsearchServer(
                site.modules(), site.data().root(), ports.elasticsearch(), ports.elasticsearchTransport(), settings);
        var health = URI.create(ports.elasticsearchUrl() + "/_cluster/health");
        return site.service(
                NAME,
                server::launch,
                () -> Http.get(health).isOk() ? Optional.empty() : Optional.of("does not answer yet"));
    }
}
