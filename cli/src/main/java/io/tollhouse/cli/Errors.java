package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.BadEndpoint;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.cli.output.Console;
import io.tollhouse.contract.yaml.InvalidDocument;
import io.tollhouse.contract.yaml.Words;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every trouble as a sentence and an exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Console console;

    Errors(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        console.say("tollhouse: " + sentence(e));
        var command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.say("Try '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    /** picocli's own, but for what it says of words that it does not know. */
    private static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(e.getMessage());
        }
        var word = unmatched.getUnmatched().get(0);
        var command = e.getCommandLine().getCommandSpec();
        if (unmatched.isUnknownOption()) {
            return unknown(word, "option", command, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? "'" + word + "' is a word too many."
                : unknown(word, "command", command, command.subcommands().keySet());
    }

    private static String unknown(String word, String kind, CommandSpec command, Set<String> known) {
        var nearest = Words.nearest(word, known);
        return "'" + word + "' is no " + kind + " of " + command.qualifiedName() + "."
                + nearest.map(near -> " Did you mean " + near + "?").orElse("");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
        if (e instanceof InvalidDocument) {
            console.say(String.valueOf(e.getMessage())); // a line a problem, each with its place
            return ExitCode.REFUSED;
        }
        if (e instanceof Failure failure) {
            return fail(failure.exitCode(), failure);
        }
        if (e instanceof BadEndpoint) {
            return fail(ExitCode.USAGE, e);
        }
        if (e instanceof Refused refused) {
            refused.problems().forEach(console::say);
            return fail(ExitCode.REFUSED, e);
        }
        if (e instanceof ApiException) {
            return fail(ExitCode.UNREACHABLE, e);
        }
        console.say("tollhouse: something went wrong that should not (" + e
                + "). Please report it with the command that you ran.");
        return ExitCode.REFUSED;
    }

    private int fail(int exitCode, Exception e) {
        console.say("tollhouse: " + e.getMessage());
        return exitCode;
    }
}
