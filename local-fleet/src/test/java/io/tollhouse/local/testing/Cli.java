package io.tollhouse.local.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The command line of somebody who knows an API and a token, and has no local fleet. */
public record Cli(URI api, Path folder) {
    private static final String TOKEN_FILE = "cli.token";

    /** Keeps the token in this folder, as what only its owner reads. */
    public static Cli of(URI api, String token, Path folder) throws IOException {
        var file = Files.writeString(folder.resolve(TOKEN_FILE), token + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Cli(api, folder);
    }

    public Said tollhouse(String... arguments) throws IOException, InterruptedException {
        var builder = Typed.java("cli", "io.tollhouse.cli.Tollhouse", List.of(arguments));
        builder.environment().put("TOLLHOUSE_API", api.toString());
        builder.environment()
                .put("TOLLHOUSE_TOKEN_FILE", folder.resolve(TOKEN_FILE).toString());
        return Said.by(builder, folder.resolve("said-" + System.nanoTime() + ".err"));
    }
}
