package io.tollhouse.cli;

import io.tollhouse.cli.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command line {@code tollhouse}. */
public final class Tollhouse {
    private Tollhouse() {}

    public static void main(String[] args) {
        var environment = System.getenv();
        var console = Console.ofProcess(environment);
        int code = run(new Session(console, System.in, environment, fleetFolders()), args);
        console.flush();
        System.exit(code);
    }

    /** Does what one call asks, and returns its exit code. */
    static int run(Session session, String... args) {
        var line = commandLine(session);
        int code = line.execute(args);
        session.console().flush();
        return code;
    }

    /** The folder of `up` where it is by default: of the clone that we stand in, and of the clone that we run from. */
    private static List<Path> fleetFolders() {
        var folders = new ArrayList<>(List.of(Path.of(".tollhouse")));
        var home = System.getProperty("tollhouse.home", "");
        if (!home.isEmpty()) {
            folders.add(Path.of(home, ".tollhouse"));
        }
        return folders;
    }

    private static CommandLine commandLine(Session session) {
        var line = new CommandLine(new TollhouseCommand(session.options()))
                .addSubcommand(LauncherCommand.up())
                .addSubcommand(policy(session))
                .addSubcommand(kill(session))
                .addSubcommand(new FleetCommand(session))
                .addSubcommand(audit(session))
                .addSubcommand(new CommandLine(new GroupCommands.Agent())
                        .addSubcommand(new AgentSecretCommand(session))
                        .addSubcommand(new AgentEnvCommand(session)))
                .addSubcommand(key(session))
                .addSubcommand(new InitCommand(session))
                .addSubcommand(new CommandLine(new GroupCommands.Kafka()).addSubcommand(new KafkaPlanCommand(session)))
                .addSubcommand(new CompletionCommand(session))
                .addSubcommand(LauncherCommand.chaos());
        configure(line, session.console());
        HelpTexts.shape(line);
        return line;
    }

    private static CommandLine policy(Session session) {
        return new CommandLine(new GroupCommands.Policy())
                .addSubcommand(new PolicyValidateCommand(session))
                .addSubcommand(new PolicyTestCommand(session))
                .addSubcommand(new PolicyExplainCommand(session))
                .addSubcommand(new PolicyApplyCommand(session))
                .addSubcommand(new PolicyGetCommand(session))
                .addSubcommand(new PolicyHistoryCommand(session))
                .addSubcommand(new CommandLine(new GroupCommands.Maximum())
                        .addSubcommand(new MaximumValidateCommand(session))
                        .addSubcommand(new MaximumApplyCommand(session))
                        .addSubcommand(new MaximumGetCommand(session))
                        .addSubcommand(new MaximumRemoveCommand(session)));
    }

    private static CommandLine kill(Session session) {
        return new CommandLine(new KillCommand(session))
                .addSubcommand(new KillListCommand(session))
                .addSubcommand(new KillLiftCommand(session));
    }

    private static CommandLine key(Session session) {
        return new CommandLine(new GroupCommands.Key())
                .addSubcommand(new KeyListCommand(session))
                .addSubcommand(new KeyResignCommand(session));
    }

    private static CommandLine audit(Session session) {
        return new CommandLine(new GroupCommands.Audit())
                .addSubcommand(new AuditSearchCommand(session))
                .addSubcommand(new AuditTailCommand(session))
                .addSubcommand(new AuditVerifyCommand(session))
                .addSubcommand(new AuditArchiveCommand(session))
                .addSubcommand(new AuditReindexCommand(session))
                .addSubcommand(new CommandLine(new GroupCommands.DeadLetter())
                        .addSubcommand(new DeadLetterListCommand(session))
                        .addSubcommand(new DeadLetterRetryCommand(session)));
    }

    private static void configure(CommandLine line, Console console) {
        var ansi = console.outTerminal().colours() ? Ansi.ON : Ansi.OFF;
        var errors = new Errors(console);
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setExpandAtFiles(false) // a query may begin with @timestamp
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }
}
