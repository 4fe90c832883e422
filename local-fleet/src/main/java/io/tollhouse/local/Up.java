package io.tollhouse.local;

import io.tollhouse.local.data.Refused;
import java.io.IOException;
import picocli.CommandLine;

/** {@code ./tollhouse up}: starts a whole fleet and stays until it is told to stop. */
public final class Up {
    private Up() {}

    public static void main(String[] args) {
        var options = new UpOptions();
        var line = new CommandLine(options);
        try {
            line.parseArgs(args);
            if (CommandLine.printHelpIfRequested(line.getParseResult())) {
                System.exit(0);
            }
            options.check(line);
            System.exit(FleetRun.start(options, System.getenv()).await());
        } catch (CommandLine.ParameterException e) {
            line.getErr().println(e.getMessage() + "\nTry './tollhouse up --help'.");
            System.exit(2);
        } catch (Refused | IOException e) {
            say(line, e);
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(CommandLine line, Exception refusal) {
        String.valueOf(refusal.getMessage())
                .lines()
                .forEach(problem -> line.getErr().println("tollhouse up: " + problem));
    }
}
