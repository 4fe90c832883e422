package io.tollhouse.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollhouse.contract.fleet.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
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
    /** 160 random bits. */
    private static final int SECRET_BYTES = 20;

    private static final int NAME_LIMIT = 128;

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "the agent's name, as in research-1")
    private String name = "";

    AgentSecretCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!isName(name)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the name must be 1 to " + NAME_LIMIT
                            + " printable ASCII characters without ':', '*' or spaces, as in research-1.");
        }
        var random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        var secret = HexFormat.of().formatHex(random);
        var hash = "sha256:" + Digest.sha256(secret.getBytes(StandardCharsets.US_ASCII));
        var entry = "- {name: " + quoted(name) + ", secret: \"" + hash + "\"}";
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

    /** The same names that a node takes: a colon ends the name in Basic credentials, a star would read as a pattern. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_LIMIT
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':' && c != '*');
    }

    /** Quoted always: some of the characters and words that a name may be mean something else in YAML. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
