package io.tollhouse.cli.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollhouse.contract.settings.Part;
import io.tollhouse.contract.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API: flags, then the environment, then the folder of a local fleet.
 *
 * <p>The token of a local fleet is for its own API and is never sent to another one.
 */
public final class EndpointFinder {
    private static final String FLEET_FILE = "fleet.json";
    private static final String TOKEN_FILE = "admin.token";
    private static final int MAX_FLEET_FILE = 1 << 20;

    private final Map<String, String> environment;
    private final List<Path> usualFolders;
    private final Consumer<String> warnings;

    /** What was said on the command line; null for what was not. */
    public record Flags(
            @Nullable String api,
            @Nullable Path tokenFile,
            @Nullable Path data) {}

    /** A value with what people call its source. */
    private record Named(String text, String source) {}

    /** A local fleet. */
    private record Fleet(Path folder, URI api) {}

    /**
     * Looks nowhere yet.
     *
     * @param usualFolders where a local fleet may have its data when nobody says where
     * @param warnings takes sentences for people
     */
    public EndpointFinder(Map<String, String> environment, List<Path> usualFolders, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.usualFolders = List.copyOf(usualFolders);
        this.warnings = warnings;
    }

    /** Finds it, or says what to do. */
    public Endpoint find(Flags flags) throws ApiException {
        refuseUnknownVariables();
        var api = named(flags.api(), "--api", "TOLLHOUSE_API");
        var tokenFile = named(flags.tokenFile(), "--token-file", "TOLLHOUSE_TOKEN_FILE");
        var fleet = fleet(flags.data(), api == null);
        if (api == null && fleet == null) {
            throw new Unreachable(
                    "no API is known here. Start a local fleet with ./tollhouse up, or name an API with --api URL.");
        }
        var base = api == null ? Objects.requireNonNull(fleet).api() : uri(api);
        return endpoint(base, tokenFile, fleet);
    }

    private Endpoint endpoint(URI base, @Nullable Named tokenFile, @Nullable Fleet fleet) throws ApiException {
        if (tokenFile != null) {
            return new Endpoint(base, read(Path.of(tokenFile.text()), tokenFile.source()), tokenFile.text());
        }
        if (fleet != null && fleet.api().equals(base)) {
            var file = fleet.folder().resolve(TOKEN_FILE);
            return new Endpoint(base, read(file, "the local fleet's token"), file.toString());
        }
        throw new BadEndpoint("no token is known for " + base
                + ". Name the file that holds it with --token-file FILE or TOLLHOUSE_TOKEN_FILE.");
    }

    private Secret read(Path file, String source) throws BadEndpoint {
        return TokenFile.read(file, source, warnings);
    }

    private void refuseUnknownVariables() throws BadEndpoint {
        for (var variable : environment.keySet()) {
            if (variable.startsWith("TOLLHOUSE_") && !Part.anyKnows(variable)) {
                throw new BadEndpoint("environment " + variable + ": no part of Tollhouse knows it."
                        + " The command line reads TOLLHOUSE_API, TOLLHOUSE_TOKEN_FILE and TOLLHOUSE_DATA.");
            }
        }
    }

    private @Nullable Named named(@Nullable Object flag, String name, String variable) {
        if (flag != null) {
            return new Named(flag.toString(), name);
        }
        var text = environment.getOrDefault(variable, "");
        return text.isEmpty() ? null : new Named(text, variable);
    }

    private @Nullable Fleet fleet(@Nullable Path flag, boolean needed) throws ApiException {
        var data = named(flag, "--data", "TOLLHOUSE_DATA");
        if (data == null) {
            for (var folder : usualFolders) {
                if (Files.exists(folder.resolve(FLEET_FILE))) {
                    return fleet(folder);
                }
            }
            return null;
        }
        var folder = Path.of(data.text());
        if (Files.exists(folder.resolve(FLEET_FILE))) {
            return fleet(folder);
        }
        if (needed) {
            throw new Unreachable(data.source() + ": no local fleet has its data in " + folder
                    + ". Start one there with ./tollhouse up --data " + folder + ".");
        }
        return null;
    }

    private static Fleet fleet(Path folder) throws ApiException {
        var file = folder.resolve(FLEET_FILE);
        try (var in = Files.newInputStream(file)) {
            var api = JsonMapper.builder()
                    .build()
                    .readTree(in.readNBytes(MAX_FLEET_FILE))
                    .path("api")
                    .asText();
            return new Fleet(folder, uri(new Named(api, file + ": api")));
        } catch (IOException e) {
            throw new Unreachable(file + " cannot be read as what ./tollhouse up writes; start that again.");
        }
    }

    private static URI uri(Named named) throws BadEndpoint {
        var text = named.text().replaceAll("/+$", "");
        try {
            var uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        // not repeated: it may hold a password where none belongs
        throw new BadEndpoint(named.source() + ": must be http://host:port or https://host:port.");
    }
}
