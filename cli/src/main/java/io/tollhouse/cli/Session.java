package io.tollhouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollhouse.cli.api.Api;
import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.EndpointFinder;
import io.tollhouse.cli.output.Console;
import io.tollhouse.cli.output.Documents;
import io.tollhouse.cli.output.Format;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What one call of the command line has: its streams, its environment, its global options. */
final class Session {
    private final Console console;
    private final InputStream input;
    private final Map<String, String> environment;
    private final List<Path> fleetFolders;
    private final GlobalOptions options = new GlobalOptions();

    /**
     * Opens nothing yet.
     *
     * @param input what {@code -} in place of a file means
     * @param fleetFolders where a local fleet may have its data when nobody says where
     */
    Session(Console console, InputStream input, Map<String, String> environment, List<Path> fleetFolders) {
        this.console = console;
        this.input = input;
        this.environment = Map.copyOf(environment);
        this.fleetFolders = List.copyOf(fleetFolders);
    }

    GlobalOptions options() {
        return options;
    }

    Console console() {
        return console;
    }

    InputStream input() {
        return input;
    }

    Format format() {
        return options.output;
    }

    /** Whether people read the result, and not a program. */
    boolean isTable() {
        return options.output == Format.TABLE;
    }

    /** The API, once it is found; nothing is sent yet. */
    Api api() throws ApiException {
        return new Api(new EndpointFinder(environment, fleetFolders, console::say).find(options.endpoint()));
    }

    /** What is allowed and probably not meant, a line each. */
    void warn(List<String> warnings) {
        warnings.forEach(warning -> console.say("warning: " + warning));
    }

    /** Prints a result for programs. */
    void printDocument(JsonNode document) {
        Documents.of(console, format()).print(document);
    }
}
