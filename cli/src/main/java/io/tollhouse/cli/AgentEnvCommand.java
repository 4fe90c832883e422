package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.contract.address.Authority;
import io.tollhouse.contract.address.Destination;
import io.tollhouse.contract.address.MalformedHost;
import io.tollhouse.contract.policy.AgentName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollhouse agent env}. */
@Command(
        name = "env",
        sortOptions = false,
        description = {
            "Print what an agent's environment needs, for each family of clients.",
            "For a shell: eval \"$(tollhouse agent env research-1)\"",
            "It takes the agent's secret from TOLLHOUSE_AGENT_SECRET there, and prints it",
            "nowhere. Nothing is sent or kept."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.USAGE_HELP})
final class AgentEnvCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "the agent's name, as in research-1")
    private String name = "";

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:3128",
            description = "where the agent finds a node (${DEFAULT-VALUE})")
    private String proxy = "";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "a bundle of certificates, in PEM, that the agent's programs are to believe instead of their own")
    private @Nullable Path ca;

    @Option(names = "--pac", description = "print a proxy auto-configuration file, for browsers, and nothing else")
    private boolean pac;

    AgentEnvCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!AgentName.isName(name)) {
            throw new Failure(ExitCode.USAGE, "the name must be " + AgentName.FORM + ", as in research-1.");
        }
        var env = new AgentEnv(name, where(), ca == null ? null : ca.toAbsolutePath());
        if (pac) {
            session.console().print(env.pac().stripTrailing());
        } else if (session.isTable()) {
            print(env);
        } else {
            printDocument(env);
        }
        return ExitCode.DONE;
    }

    private Destination where() throws Failure {
        try {
            return Authority.parse(proxy);
        } catch (MalformedHost e) {
            throw new Failure(
                    ExitCode.USAGE, "--proxy: '" + proxy + "' " + e.reason() + "; give host:port, as 10.0.0.5:3128.");
        }
    }

    private void print(AgentEnv env) {
        for (var family : env.families()) {
            session.console().print("# " + family.heading());
            family.variables().forEach((key, value) -> session.console().print("export " + key + "=\"" + value + "\""));
        }
    }

    private void printDocument(AgentEnv env) {
        var document = JsonNodeFactory.instance.objectNode().put("name", name).put("secret", AgentEnv.SECRET);
        var variables = document.putObject("variables");
        env.families().forEach(family -> family.variables().forEach(variables::put));
        session.printDocument(document.put("pac", env.pac()));
    }
}
