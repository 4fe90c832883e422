package io.tollhouse.bench;

import io.tollhouse.cli.api.ApiException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench/run}: 0 for measured, 1 for failed, 2 for usage. */
@Command(
        name = "bench/run",
        description =
                "Measures a fleet that runs (./tollhouse up, with the same TOLLHOUSE_DATA), and the engine alone.",
        subcommands = {
            Publishes.class,
            Kills.class,
            Feeds.class,
            Decisions.class,
            Records.class,
            Admissions.class,
            Indexing.class,
            Searchable.class,
            Lists.class,
            LoadList.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        var line = new CommandLine(new Bench()).setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        System.exit(line.execute(args)); // the threads of simulated nodes never end by themselves
    }

    private static int failed(Exception e) throws Exception {
        if (e instanceof ApiException || e instanceof IOException || e instanceof Failed) {
            System.err.println("failed: " + e.getMessage());
            return 1;
        }
        throw e;
    }
}
