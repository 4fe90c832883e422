package io.tollhouse.cli.api;

import io.tollhouse.contract.settings.Secret;
import java.net.URI;

/**
 * Where the API is, and what opens it.
 *
 * @param base {@code http://host:port}, without a slash at its end
 * @param tokenOrigin where the token stands, for messages
 */
public record Endpoint(URI base, Secret token, String tokenOrigin) {}
