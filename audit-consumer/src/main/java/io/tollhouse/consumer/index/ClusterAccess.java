package io.tollhouse.consumer.index;

import io.tollhouse.contract.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where Elasticsearch is, and as whom this process speaks to it.
 *
 * @param urls {@code http(s)://host:port}, without a path
 * @param apiKey as Elasticsearch gave it out, in Base64
 * @param ca PEM file; empty for the system's authorities
 */
public record ClusterAccess(List<URI> urls, Optional<Secret> apiKey, Optional<Login> login, Optional<Path> ca) {
    /** Basic authentication. */
    public record Login(String username, Secret password) {}

    public ClusterAccess {
        urls = List.copyOf(urls);
    }
}
