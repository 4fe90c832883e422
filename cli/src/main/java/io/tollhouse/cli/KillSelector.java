package io.tollhouse.cli;

import io.tollhouse.cli.api.Selector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what a kill stops. Of several all must hold. */
final class KillSelector {
    @Option(
            names = "--agent",
            paramLabel = "NAME",
            order = 1,
            description = "requests of an agent; * for any characters")
    @Nullable
    private String agent;

    @Option(
            names = "--destination",
            paramLabel = "HOST",
            order = 2,
            description = "requests to a host, as in a policy: x, .x, **.x, an address, a network")
    @Nullable
    private String destination;

    @Option(names = "--rule", paramLabel = "ID", order = 3, description = "what a rule lets through")
    @Nullable
    private String rule;

    @Option(names = "--node", paramLabel = "NODE", order = 4, description = "what goes through a node")
    @Nullable
    private String node;

    /** What was said; nothing at all is wrong usage. */
    Selector read(CommandSpec command) {
        var selector = new Selector(agent, destination, rule, node);
        if (selector.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "say what: at least one of --agent, --destination, --rule, --node.");
        }
        return selector;
    }
}
