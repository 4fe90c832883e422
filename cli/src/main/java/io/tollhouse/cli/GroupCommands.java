package io.tollhouse.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Words that only stand in front of other words. */
final class GroupCommands {
    private GroupCommands() {}

    /** Alone it is wrong usage, and says which words may follow. */
    abstract static class Group implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            var words = spec.subcommands().keySet().stream().collect(Collectors.joining(", "));
            throw new ParameterException(spec.commandLine(), "a command is missing: " + words + ".");
        }
    }

    @Command(name = "policy", sortOptions = false, description = "Check, publish and read policies.")
    static final class Policy extends Group {}

    @Command(
            name = "maximum",
            sortOptions = false,
            description = "Bound what any policy may let through.",
            commandListHeading = "%nCommands:%n")
    static final class Maximum extends Group {}

    @Command(name = "audit", sortOptions = false, description = "Search and follow what was decided.")
    static final class Audit extends Group {}

    @Command(
            name = "dead-letter",
            sortOptions = false,
            description = "Show what could not be indexed, and try it again.",
            commandListHeading = "%nCommands:%n")
    static final class DeadLetter extends Group {}

    @Command(name = "agent", sortOptions = false, description = "Prepare agents.", commandListHeading = "%nCommands:%n")
    static final class Agent extends Group {}

    @Command(name = "key", sortOptions = false, description = "Change the key that signs what nodes believe.")
    static final class Key extends Group {}

    @Command(name = "kafka", sortOptions = false, description = "Prepare Kafka.", commandListHeading = "%nCommands:%n")
    static final class Kafka extends Group {}
}
