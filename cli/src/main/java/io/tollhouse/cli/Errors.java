package io.tollhouse.cli;

import io.tollhouse.cli.api.ApiException;
import io.tollhouse.cli.api.BadEndpoint;
import io.tollhouse.cli.api.Refused;
import io.tollhouse.cli.output.Console;
import io.tollhouse.contract.yaml.InvalidDocument;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
        var text = new StringWriter();
        try (var writer = new PrintWriter(text)) {
            writer.print("tollhouse: " + e.getMessage());
            if (e instanceof UnmatchedArgumentException unmatched
                    && !unmatched.getUnmatched().isEmpty()) {
                writer.println();
                UnmatchedArgumentException.printSuggestions(unmatched, writer);
            }
        }
        var command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.say(text.toString().strip() + "\nTry '" + command + " --help'.");
        return ExitCode.USAGE;
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
