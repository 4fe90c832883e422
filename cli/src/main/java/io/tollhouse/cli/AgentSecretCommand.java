package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.contract.keys.Credential;
import io.tollhouse.contract.policy.AgentName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tollhouse agent secret}. */
@Command(
        name = "secret",
        sortOptions = false,
        description = {
            "Make a secret for an agent, and the line by which nodes know it.",
            "The first line is the secret, for the agent. The second belongs into the nodes' agents.file, and",
            "holds only its hash. Nothing is sent or kept."
        },
        exitCodeList = {ExitCode.DONE_HELP, ExitCode.USAGE_HELP})
final class AgentSecretCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "the agent's name, as in research-1")
    private String name = "";

    AgentSecretCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!AgentName.isName(name)) {
            throw new Failure(ExitCode.USAGE, "the name must be " + AgentName.FORM + ", as in research-1.");
        }
        var credential = Credential.random();
        var secret = credential.secret().reveal();
        var hash = credential.verifier();
        // quoted always: some names mean something else in YAML
        var entry = "- {name: \"" + name + "\", secret: \"" + hash + "\"}";
        if (session.isTable()) {
            session.console().print(secret);
            session.console().print(entry);
        } else {
            session.printDocument(JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("secret", secret)
                    .put("hash", hash)
                    .put("entry", entry));
        }
        return ExitCode.DONE;
    }
}
