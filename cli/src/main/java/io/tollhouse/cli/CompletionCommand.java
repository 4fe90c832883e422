package io.tollhouse.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tollhouse completion}. */
@Command(
        name = "completion",
        sortOptions = false,
        description = {"Print a script that completes words in bash and zsh: source <(tollhouse completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var script = AutoComplete.bash("tollhouse", spec.root().commandLine());
        session.console().printBytes(script.getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }
}
