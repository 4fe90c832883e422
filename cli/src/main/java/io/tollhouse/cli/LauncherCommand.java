package io.tollhouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Words that the launcher of a clone keeps for itself; here they only stand in the help. */
@Command(sortOptions = false)
final class LauncherCommand implements Callable<Integer> {
    private final String word;

    private LauncherCommand(String word) {
        this.word = word;
    }

    static CommandLine up() {
        return command("up", "Start a whole fleet on this machine (./tollhouse up --help).");
    }

    static CommandLine chaos() {
        return command("chaos", "Run the fault suite on this machine (./tollhouse chaos --help).");
    }

    private static CommandLine command(String word, String description) {
        var line = new CommandLine(new LauncherCommand(word));
        line.getCommandSpec().name(word).usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() throws Failure {
        throw new Failure(
                ExitCode.USAGE,
                word + " is a word of the launcher: run ./tollhouse " + word + " in a clone of Tollhouse.");
    }
}
