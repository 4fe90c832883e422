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

    public ElasticsearchPart(Site site) {
        this.site = site;
    }

    public Service service() {
        var ports = site.ports();
        var server = new ElasticsearchServer(
                site.modules(), site.data().root(), ports.elasticsearch(), ports.elasticsearchTransport(), Map.of());
        var health = URI.create(ports.elasticsearchUrl() + "/_cluster/health");
        return site.service(
                NAME,
                server::launch,
                () -> Http.get(health).isOk() ? Optional.empty() : Optional.of("does not answer yet"));
    }
}
