package io.tollhouse.cli;

import io.tollhouse.cli.api.EndpointFinder;
import io.tollhouse.cli.output.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, in front of its name or behind it. */
final class GlobalOptions {
    /** They stand behind a command's own options. */
    private static final int LAST = 100;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            order = LAST,
            description = "table, json or yaml (${DEFAULT-VALUE})")
    Format output = Format.TABLE;

    @Option(
            names = "--api",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            order = LAST + 1,
            description = "the distributor's API (TOLLHOUSE_API, else the local fleet's)")
    @Nullable
    String api;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = LAST + 2,
            description = "file that holds the token (TOLLHOUSE_TOKEN_FILE, else the local fleet's)")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = LAST + 3,
            description = "folder of a local fleet (TOLLHOUSE_DATA, else .tollhouse)")
    @Nullable
    Path data;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = LAST + 4,
            description = "this text")
    boolean help;

    EndpointFinder.Flags endpoint() {
        return new EndpointFinder.Flags(api, tokenFile, data);
    }
}
